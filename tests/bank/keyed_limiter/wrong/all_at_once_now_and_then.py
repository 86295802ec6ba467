"""Looks at nothing for half as many calls as it holds keys, and then at all of them in one call.

Breaks: law 4 (no long pause: a call looks at a number of keys that does not depend on how many are held)
Level: cheap
Shows: 1/1000000, clock at 0: 10000 keys once each, and then 10000 times allow("z")
Expected: no call looks at more than a handful of meters; yours: one looks at 10001
Shipped: not known
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._calls_left = 1

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            self._calls_left -= 1
            if self._calls_left <= 0:
                self._meters = {k: m for k, m in self._meters.items() if m.level(now).reset_after}
                self._calls_left = (len(self._meters) + 1) // 2
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
