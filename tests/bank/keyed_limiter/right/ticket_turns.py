"""Tickets and a Condition, as at a baker's: callers are served in the order in which they drew, one at a time."""

from collections import OrderedDict
from threading import Condition


class Turns:
    def __init__(self):
        self._changed = Condition()
        self._drawn = self._serving = 0

    def __enter__(self):
        with self._changed:
            ticket = self._drawn
            self._drawn += 1
            self._changed.wait_for(lambda: self._serving == ticket)

    def __exit__(self, *_):
        with self._changed:
            self._serving += 1
            self._changed.notify_all()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.turns = Turns()
        self.time = 0
        self.meters = OrderedDict()

    def allow(self, key, cost=1):
        with self.turns:
            self.time = now = max(self.time, self.clock())
            if self.meters:
                oldest, meter = self.meters.popitem(last=False)
                if meter.level(now).reset_after:
                    self.meters[oldest] = meter
            meter = self.meters.get(key)
            known = meter is not None
            meter = meter if known else self.new_meter()
            wait = meter.take(now, cost)
            if not known:
                self.meters[key] = meter
            return wait == 0

    def __len__(self):
        with self.turns:
            return len(self.meters)
