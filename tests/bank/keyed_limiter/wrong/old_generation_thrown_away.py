"""Keeps two generations and throws the old one away, meters unseen, when the young one has a hundred keys.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/10, clock at 0: allow("victim"), 200 other keys once each, allow("victim")
Expected: the last is False; yours: True
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
            meter = self._young.get(key)
            if meter is None:
                meter = self._old.get(key)
            if meter is None:
                meter = self._new_meter()
            wait = meter.take(now, cost)
            self._young[key] = meter
            self._old.pop(key, None)
            if len(self._young) >= 100:
                self._young, self._old = {}, self._young
            for _ in range(4):
                self._look_at_one(now)
            return wait == 0

    def _look_at_one(self, now):
        if not self._old:
            self._young, self._old = self._old, self._young
        if self._old:
            key, meter = self._old.popitem()
            if meter.level(now).reset_after:
                self._young[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._young) + len(self._old)
