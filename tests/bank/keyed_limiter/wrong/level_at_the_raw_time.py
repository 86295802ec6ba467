"""Takes at a time that never goes back but asks for levels at the clock's own, and keeps idle keys for longer.

Breaks: law 4 (forgotten within as many calls as keys were held, on the limiter's clock)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "b") allow(20, "c") allow(0, "d") len()
Expected: True, True, True, True, 2; yours: True, True, True, True, 3
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
            now = self._clock()
            self._latest = max(self._latest, now)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(self._latest, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(self._latest, cost)
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
