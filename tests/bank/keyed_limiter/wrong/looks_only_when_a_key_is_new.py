"""Looks for idle keys only when a new key comes in, since only then the dict grows.

Breaks: law 4 (forgotten by later calls on any keys)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "b") allow(20, "a") allow(20, "a") len()
Expected: True, True, True, False, 1; yours: True, True, True, False, 2
Shipped: not known
"""

from collections import OrderedDict
from threading import RLock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = RLock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if key in self._meters:
                return self._meters[key].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            for _ in range(2):
                first, meter = self._meters.popitem(last=False)
                if meter.level(now).reset_after:
                    self._meters[first] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
