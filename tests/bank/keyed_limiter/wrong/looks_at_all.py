"""Looks at every key it holds in every call.

Breaks: law 4 (a call looks at a number of keys that does not depend on how many are held)
Level: cheap
Shows: 1/1000000, clock at 0: 10000 keys once each, and then one more call
Expected: the last call looks at a handful of meters; yours: at 10001
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
            meter = self._meters[key] if key in self._meters else self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            for other in [other for other, meter in self._meters.items() if not meter.level(now).reset_after]:
                del self._meters[other]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
