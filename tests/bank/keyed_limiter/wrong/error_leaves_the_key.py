"""Stores a new key before the take, and leaves it there when the take raises.

Breaks: law 5 (a cost that raises creates no key)
Level: errors
Shows: 1/10: allow(0, "a", 2) len()
Expected: ValueError, 0; yours: ValueError, 1
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

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if key not in self._meters:
                self._meters[key] = self._new_meter()
                self._queue.append(key)
            wait = self._meters[key].take(now, cost)
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
