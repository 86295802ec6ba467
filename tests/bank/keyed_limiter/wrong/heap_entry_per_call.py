"""Puts an entry on its heap of reset times for every call, not for every key, and settles one a call.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "a") allow(0, "b") allow(20, "c") allow(20, "c") len()
Expected: True, False, True, True, False, 1; yours: True, False, True, True, False, 2
Shipped: not known
"""

import heapq
import itertools
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._due = []
        self._serial = itertools.count()

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
            heapq.heappush(self._due, (now + meter.level(now).reset_after, next(self._serial), key))
            if self._due[0][0] <= now:
                _, _, first = heapq.heappop(self._due)
                if first in self._meters and self._meters[first].level(now).reset_after == 0:
                    del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
