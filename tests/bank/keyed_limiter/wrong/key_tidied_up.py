"""Trims and lower-cases a key that is text, as if it were a user's name.

Breaks: law 1 (keys are strangers)
Level: keys
Shows: 1/10: allow(0, "A") allow(0, "a ")
Expected: True, True; yours: True, False
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._latest = 0
        self._queue = deque()
        self._meters = {}

    def allow(self, key, cost=1):
        if isinstance(key, str):
            key = key.strip().lower()
        self._lock.acquire()
        try:
            self._latest = max(self._clock(), self._latest)
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            granted = meter.take(self._latest, cost) == 0
            if not known:
                self._meters[key] = meter
                self._queue.append(key)
            first = self._queue.popleft()
            if self._meters[first].level(self._latest).reset_after:
                self._queue.append(first)
            else:
                self._meters.pop(first)
            return granted
        finally:
            self._lock.release()

    def __len__(self):
        with self._lock:
            return len(self._meters)
