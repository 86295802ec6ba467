"""Keeps the meter of every key it has ever seen.

Breaks: law 4 (idle keys are forgotten)
Level: forget
Shows: 1/10: allow(0, "a") allow(20, "b") len()
Expected: True, True, 1; yours: True, True, 2
Shipped: limits 5.8.0, moving window in memory: 1001 keys left after all had expired; token-bucket 0.4.0 never drops one
"""

import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.Lock()
        self._now = 0
        self._meters = {}

    def allow(self, key, cost=1):
        with self._lock:
            self._now = max(self._now, self._clock())
            if key in self._meters:
                return self._meters[key].take(self._now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(self._now, cost)
            self._meters[key] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
