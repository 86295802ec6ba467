"""Looks at a key only when that very key comes again: one that stays away is kept for ever.

Breaks: law 4 (idle keys are forgotten by calls on any keys)
Level: forget
Shows: 1/10: allow(0, "a") allow(20, "b") len()
Expected: True, True, 1; yours: True, True, 2
Shipped: not known
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is not None and meter.level(now).reset_after == 0:
                del self._meters[key]
                meter = None
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                return wait == 0
            return meter.take(now, cost) == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
