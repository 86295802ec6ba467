"""Passes the clock's answer on as it is: a new key starts in the past when the clock has stepped back.

Breaks: law 2 (the limiter's clock never goes back)
Level: clock
Shows: 1/10: allow(20, "b") allow(5, "a") allow(20, "a")
Expected: True, True, False; yours: True, True, True
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._meters = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._clock()
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
