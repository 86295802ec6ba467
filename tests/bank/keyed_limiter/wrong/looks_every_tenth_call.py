"""Looks at one key in every tenth call only.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: allow(0, "a") allow(20, "b") len()
Expected: True, True, 1; yours: True, True, 2
Shipped: not known
"""

import itertools
from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._queue = deque()
        self._calls = itertools.count(1)

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            if next(self._calls) % 10 == 0:
                self._look_at(self._queue.popleft())
            return wait == 0

    def _look_at(self, key):
        if self._meters[key].level(self._now).reset_after:
            self._queue.append(key)
        else:
            del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
