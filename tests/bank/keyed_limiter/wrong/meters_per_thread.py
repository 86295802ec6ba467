"""Keeps its meters in a threading.local, so every thread has the whole quota for itself.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 1/100, clock at 0: two threads call allow("a") one after the other
Expected: True, False; yours: True, True
Shipped: not known
"""

import threading
from collections import OrderedDict


class KeyedLimiter(threading.local):
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        now = self._now = max(self._now, self._clock())
        if key in self._meters:
            wait = self._meters[key].take(now, cost)
        else:
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
        first, meter = self._meters.popitem(last=False)
        if meter.level(now).reset_after:
            self._meters[first] = meter
        return wait == 0

    def __len__(self):
        return len(self._meters)
