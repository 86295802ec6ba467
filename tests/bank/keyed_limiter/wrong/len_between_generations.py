"""Adds up two generations without the lock, and misses a key that is on its way from one to the other.

Breaks: law 4 (len counts the keys held, and a key that is not fresh is never dropped)
Level: race
Shows: 1/100, clock at 0: one thread calls allow("a") again and again, another calls len()
Expected: 1 each time after the first call; yours: 0 now and then
Shipped: not known
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._make, self._clock = new_meter, clock
        self._guard = Lock()
        self._time = 0
        self._young, self._old = {}, {}

    def allow(self, key, cost=1):
        with self._guard:
            self._time = now = max(self._time, self._clock())
            meter = self._young.get(key)
            if meter is None:
                meter = self._old.get(key)
            if meter is None:
                meter = self._make()
                wait = meter.take(now, cost)
                self._young[key] = meter
            else:
                wait = meter.take(now, cost)
            for _ in range(3):
                self._age(now)
            return wait == 0

    def _age(self, now):
        if not self._old:
            self._young, self._old = self._old, self._young
        if self._old:
            key, meter = self._old.popitem()
            if meter.level(now).reset_after:
                self._young[key] = meter

    def __len__(self):
        return len(self._young) + len(self._old)
