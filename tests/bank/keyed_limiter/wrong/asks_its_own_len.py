"""Asks len(self) while it holds the lock that len takes, and the lock does not let its own thread in twice.

Breaks: law 3 (nothing deadlocks)
Level: forget
Shows: 1/10: allow(0, "a") allow(20, "b")
Expected: True, True; yours: True, hangs
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
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(self._now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(self._now, cost)
            self._forget()
            return wait == 0

    def _forget(self):
        key = self._queue.popleft()
        if self._meters[key].level(self._now).reset_after:
            self._queue.append(key)
            return
        del self._meters[key]
        if len(self) == 0:
            self._queue.clear()

    def __len__(self):
        with self._lock:
            return len(self._meters)
