"""Looks for idle keys only in calls that are granted, so a crowd that is refused never makes room.

Breaks: law 4 (later calls of allow that return, refused ones too)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "b") allow(20, "c") allow(20, "c") len()
Expected: True, True, True, False, 1; yours: True, True, True, False, 2
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
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            if wait > 0:
                return False
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return True

    def __len__(self):
        with self._lock:
            return len(self._meters)
