"""Asks the level first and answers False when the cost is more than what is left, even if it can never fit.

Breaks: law 2 (the bare meter raises)
Level: errors
Shows: 1/10: allow(0, "a", 2)
Expected: ValueError; yours: False
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
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            granted = meter.level(now).remaining >= cost
            if granted:
                meter.take(now, cost)
                if not known:
                    self._meters[key] = meter
                    self._queue.append(key)
            if self._queue:
                first = self._queue.popleft()
                if self._meters[first].level(now).reset_after:
                    self._queue.append(first)
                else:
                    del self._meters[first]
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
