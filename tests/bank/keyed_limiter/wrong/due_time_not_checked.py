"""Drops a key at the time that its first use set, without asking the meter whether it was used since.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/10: allow(0, "a") allow(20, "a") allow(20, "a")
Expected: True, True, False; yours: True, True, True
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
                heapq.heappush(self._due, (now + meter.level(now).reset_after, next(self._serial), key))
            else:
                wait = meter.take(now, cost)
            if self._due and self._due[0][0] <= now:
                _, _, first = heapq.heappop(self._due)
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
