"""Passes the cost on for a key that it holds, but spends only one unit when the key is new.

Breaks: law 2 (the answers of the bare meter)
Level: answers
Shows: 3/10: allow(0, "a", 3) allow(0, "a", 2)
Expected: True, False; yours: True, True
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
            self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            granted = self._admit(key) if meter is None else meter.take(self._now, cost) == 0
            first = self._queue.popleft()
            if self._meters[first].level(self._now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return granted

    def _admit(self, key):
        meter = self._new_meter()
        granted = meter.take(self._now) == 0
        self._meters[key] = meter
        self._queue.append(key)
        return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
