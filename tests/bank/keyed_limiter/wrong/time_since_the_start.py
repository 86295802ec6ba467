"""Counts time from the moment the limiter was made, so that windows aligned to the clock's zero are shifted.

Breaks: law 2 (the answers of the bare meter at the same times)
Level: answers
Shows: 1/10, fixed windows, limiter made at 5: allow(5, "a") allow(10, "a")
Expected: True, True; yours: True, False
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._start = clock()
        self._now = 0
        self._meters = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock() - self._start)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            self._queue.rotate(-1)
            if self._meters[self._queue[-1]].level(now).reset_after == 0:
                del self._meters[self._queue.pop()]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
