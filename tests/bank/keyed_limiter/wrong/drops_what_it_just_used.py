"""Asks before the take whether the first key in line is idle, and drops it after, even if it was just used.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/10: allow(0, "a") allow(20, "a") allow(20, "a")
Expected: True, True, False; yours: True, True, True
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

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            first = next(iter(self._meters), key)
            idle = first in self._meters and self._meters[first].level(now).reset_after == 0
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            wait = meter.take(now, cost)
            if not known:
                self._meters[key] = meter
            if idle:
                del self._meters[first]
            else:
                self._meters.move_to_end(first)
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
