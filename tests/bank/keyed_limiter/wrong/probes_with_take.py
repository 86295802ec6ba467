"""Finds out whether a key is idle by taking from it, and so spends its units when the neighbours call.

Breaks: law 1 (keys are strangers)
Level: answers
Shows: 2/10: allow(0, "a") allow(0, "b") allow(0, "a")
Expected: True, True, True; yours: True, True, False
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._look_at_first(now)
            if key in self._meters:
                return self._meters[key].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            return wait == 0

    def _look_at_first(self, now):
        if self._meters:
            key, meter = self._meters.popitem(last=False)
            idle = meter.level(now).reset_after == 0
            if meter.take(now) > 0 or not idle:
                self._meters[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
