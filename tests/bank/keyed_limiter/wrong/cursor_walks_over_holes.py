"""Leaves a hole in its list where a key was dropped, and walks over old holes as if they were keys.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: 100 different keys at 0, allow(20, "z") 100 times, allow(40, "a") and allow(60, "b"), and then len()
Expected: 1; yours: 3, for 100 holes have to be passed first
Shipped: not known
"""

from threading import Lock

HOLE = object()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._keys = []
        self._holes = []
        self._cursor = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._seat(key)
            else:
                wait = meter.take(now, cost)
            for _ in range(2):
                self._look()
            return wait == 0

    def _seat(self, key):
        if self._holes:
            self._keys[self._holes.pop()] = key
        else:
            self._keys.append(key)

    def _look(self):
        self._cursor = (self._cursor + 1) % len(self._keys)
        key = self._keys[self._cursor]
        if key is not HOLE and self._meters[key].level(self._now).reset_after == 0:
            del self._meters[key]
            self._keys[self._cursor] = HOLE
            self._holes.append(self._cursor)

    def __len__(self):
        with self._lock:
            return len(self._meters)
