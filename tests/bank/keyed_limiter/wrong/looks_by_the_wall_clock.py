"""Asks for the level at time.time_ns() instead of the limiter's clock.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/10: allow(0, "a") allow(0, "b") allow(0, "a")
Expected: True, True, False; yours: True, True, True
Shipped: not known
"""

import time
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
            self._look_at_first()
            if key in self._meters:
                return self._meters[key].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            return wait == 0

    def _look_at_first(self):
        if self._meters:
            key, meter = self._meters.popitem(last=False)
            if meter.level(time.time_ns()).reset_after:
                self._meters[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
