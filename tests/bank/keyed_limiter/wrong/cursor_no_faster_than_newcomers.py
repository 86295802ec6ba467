"""Moves one key a call along a list that each new key joins at the end, so in a flood it never comes round.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "b") allow(20, "c") allow(20, "d") len()
Expected: True, True, True, True, 2; yours: True, True, True, True, 4
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
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._keys.append(key)
            else:
                wait = meter.take(now, cost)
            self._look()
            return wait == 0

    def _look(self):
        if self._cursor >= len(self._keys):
            self._cursor = 0
        key = self._keys[self._cursor]
        if self._meters[key].level(self._now).reset_after:
            self._cursor += 1
        else:
            del self._meters[key]
            self._keys[self._cursor] = self._keys[-1]
            self._keys.pop()

    def __len__(self):
        with self._lock:
            return len(self._keys)
