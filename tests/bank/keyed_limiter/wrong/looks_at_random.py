"""Looks at a key drawn at random in each call, and may go on missing the same one.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: 100 different keys at 0, then allow(20, "z") 100 times
Expected: len() is 1; yours: a few of the 100 are still there, most of the time
Shipped: not known
"""

import random
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._keys = []

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            wait = meter.take(now, cost)
            if not known:
                self._meters[key] = meter
                self._keys.append(key)
            self._look_at(random.randrange(len(self._keys)))
            return wait == 0

    def _look_at(self, place):
        key = self._keys[place]
        if self._meters[key].level(self._now).reset_after == 0:
            del self._meters[key]
            self._keys[place] = self._keys[-1]
            self._keys.pop()

    def __len__(self):
        with self._lock:
            return len(self._keys)
