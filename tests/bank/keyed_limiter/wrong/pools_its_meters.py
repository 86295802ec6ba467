"""Puts the meters of dropped keys in a pool for later keys, and the pool stays as big as the limiter ever was.

Breaks: law 4 (nothing that belongs to a dropped key is kept)
Level: forget
Shows: 1/10: 1000 different keys at 0, then allow(20, "z") 1000 times: len() is 1, and the meters are still alive
Expected: one meter; yours: a thousand
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._queue = deque()
        self._pool = []

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._pool.pop() if self._pool else self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                self._pool.append(self._meters.pop(first))
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
