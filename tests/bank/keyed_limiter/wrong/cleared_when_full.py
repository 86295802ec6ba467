"""Throws all meters away when there are a thousand.

Breaks: law 4 (a flood of new keys resets nobody)
Level: remember
Shows: 1/10, clock at 0: allow("victim"), 1000 other keys once each, allow("victim")
Expected: the last is False; yours: True
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
            if meter is not None:
                wait = meter.take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                if len(self._meters) >= 1000:
                    self._meters.clear()
                    self._queue.clear()
                self._meters[key] = meter
                self._queue.append(key)
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
