"""Keeps the meters by id(key), so that an equal key that is another object gets a quota of its own.

Breaks: law 2 (equal keys are one key)
Level: keys
Shows: 1/10: allow(0, ("user", 1)) allow(0, ("user", 1.0))
Expected: True, False; yours: True, True
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._held = OrderedDict()  # id -> (key, meter); the key stays alive, so its id is not given away

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if id(key) in self._held:
                wait = self._held[id(key)][1].take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._held[id(key)] = key, meter
            first, (other, meter) = self._held.popitem(last=False)
            if meter.level(now).reset_after:
                self._held[first] = other, meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._held)
