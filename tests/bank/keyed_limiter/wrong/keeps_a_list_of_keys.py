"""Drops the meter of an idle key but keeps the key in a list of all keys, in the order in which they came.

Breaks: law 4 (nothing that belongs to a dropped key is kept)
Level: forget
Shows: 1/10: 1000 different keys at 0, then allow(20, "z") 1000 times: len() is 1, and the keys' objects are still alive
Expected: no reference to any of the 1000 keys; yours: one to each
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = OrderedDict()
        self.keys = []

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if key in self._meters:
                wait = self._meters[key].take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self.keys.append(key)
            first, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[first] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
