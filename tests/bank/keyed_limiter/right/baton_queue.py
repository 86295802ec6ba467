"""The whole state is one baton in a queue of one: whoever got it out may use it, and puts it back whatever happens."""

from collections import OrderedDict
from queue import SimpleQueue


class _State:
    def __init__(self, new_meter, clock):
        self.new_meter, self.clock = new_meter, clock
        self.now = 0
        self.meters = OrderedDict()

    def decide(self, key, cost):
        self.now = max(self.now, self.clock())
        if key in self.meters:
            wait = self.meters[key].take(self.now, cost)
        else:
            meter = self.new_meter()
            wait = meter.take(self.now, cost)
            self.meters[key] = meter
        self.forget()
        return wait == 0

    def forget(self):
        key, meter = self.meters.popitem(last=False)
        if meter.level(self.now).reset_after != 0:
            self.meters[key] = meter

    def count(self):
        return len(self.meters)


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._baton = SimpleQueue()
        self._baton.put(_State(new_meter, clock))

    def allow(self, key, cost=1):
        return self._with_baton(_State.decide, key, cost)

    def __len__(self):
        return self._with_baton(_State.count)

    def _with_baton(self, do, *args):
        state = self._baton.get()
        try:
            return do(state, *args)
        finally:
            self._baton.put(state)
