"""Reads the clock to compare, and once more to keep: if it went back meanwhile, the limiter's clock does too.

Breaks: law 3 (the limiter's clock stands at the highest time that it was given)
Level: clock
Shows: 1/10: "a" was used at 0; the clock gives 10, then 9: allow("a") allow("a")
Expected: one True; yours: False, False
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._latest = 0
        self._meters = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._latest = self._clock() if self._clock() > self._latest else self._latest
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
