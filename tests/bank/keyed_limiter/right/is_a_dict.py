"""The limiter is itself the ordered mapping of its meters, and a decorator makes its methods take turns."""

from collections import OrderedDict
from functools import wraps
from threading import RLock


def in_turn(method):
    @wraps(method)
    def locked(self, *args, **kwargs):
        with self.turn:
            return method(self, *args, **kwargs)

    return locked


class KeyedLimiter(OrderedDict):
    def __init__(self, new_meter, clock):
        super().__init__()
        self.new_meter = new_meter
        self.clock = clock
        self.turn = RLock()
        self.latest = 0

    __len__ = in_turn(OrderedDict.__len__)

    @in_turn
    def allow(self, key, cost=1):
        self.latest = max(self.latest, self.clock())
        self.forget_or_send_to_the_back()
        if key in self:
            return self[key].take(self.latest, cost) == 0
        meter = self.new_meter()
        wait = meter.take(self.latest, cost)
        self[key] = meter
        return wait == 0

    def forget_or_send_to_the_back(self):
        for key, meter in self.items():
            if meter.level(self.latest).reset_after:
                self.move_to_end(key)
            else:
                self.pop(key)
            return
