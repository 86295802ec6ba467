"""Adds one to its count for every grant and not for every new key, so len() grows while one key is used.

Breaks: law 4 (len counts the keys held)
Level: forget
Shows: 2/10: allow(0, "a") allow(0, "a") len()
Expected: True, True, 1; yours: True, True, 2
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
        self._held = 0

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
            if wait == 0:
                self._held += 1
            first, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[first] = meter
            else:
                self._held -= 1
            return wait == 0

    def __len__(self):
        with self._lock:
            return self._held
