"""Makes one meter and spends every key's units from it.

Breaks: law 1 (keys are strangers)
Level: answers
Shows: 1/10: allow(0, "a") allow(0, "b")
Expected: True, True; yours: True, False
Shipped: fastapi-limiter 0.2.0, #80, as its quick start sets it up: one client's requests refuse another's first
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._meter, self._clock = new_meter(), clock
        self._lock = Lock()
        self._now = 0
        self._keys = set()
        self._queue = deque()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            wait = self._meter.take(now, cost)
            if key not in self._keys:
                self._keys.add(key)
                self._queue.append(key)
            first = self._queue.popleft()
            if self._meter.level(now).reset_after:
                self._queue.append(first)
            else:
                self._keys.remove(first)
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._keys)
