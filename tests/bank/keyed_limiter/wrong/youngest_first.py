"""Looks at one old key a call, the youngest of them first, so the oldest wait behind newcomers.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "b") allow(20, "c") allow(20, "c") len()
Expected: True, True, True, False, 1; yours: True, True, True, False, 2
Shipped: not known
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._young, self._old = {}, {}

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            for generation in (self._young, self._old):
                if key in generation:
                    wait = generation[key].take(now, cost)
                    break
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._young[key] = meter
            if not self._old:
                self._young, self._old = self._old, self._young
            other, meter = self._old.popitem()
            if meter.level(now).reset_after:
                self._young[other] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._young) + len(self._old)
