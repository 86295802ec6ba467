"""Makes a refused caller wait out its time, a second at most, while it holds the lock that everybody needs.

Breaks: law 4 (no long pause), and a busy key holds up its neighbours
Level: cheap
Shows: 1/1000000000: allow(0, "a") allow(0, "a"), and meanwhile another thread calls allow(0, "b")
Expected: the calls return at once; yours: the second and the third return after a second
Shipped: PyrateLimiter, fixed by #304: slept with the limiter's lock held, so one waiting key stopped all others
"""

import time
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
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            if wait:
                time.sleep(min(wait / 1e9, 1))  # slow the caller down
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
