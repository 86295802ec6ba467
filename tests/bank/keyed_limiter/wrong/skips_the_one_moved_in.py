"""Fills a dropped key's place with the last key, but steps over it: that one waits for another whole round.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "b") allow(0, "c") allow(20, "b") allow(20, "c") allow(20, "d") len()
Expected: True, True, True, True, True, True, 3; yours: True, True, True, True, True, True, 4
Shipped: not known
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._keys = []
        self._cursor = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._look()
            meter = self._meters.get(key)
            known = meter is not None
            if not known:
                meter = self._new_meter()
            wait = meter.take(now, cost)
            if not known:
                self._meters[key] = meter
                self._keys.append(key)
            return wait == 0

    def _look(self):
        if not self._keys:
            return
        self._cursor %= len(self._keys)
        key, last = self._keys[self._cursor], self._keys[-1]
        if not self._meters[key].level(self._now).reset_after:
            del self._meters[key]
            self._keys[self._cursor] = last
            self._keys.pop()
        self._cursor += 1

    def __len__(self):
        with self._lock:
            return len(self._keys)
