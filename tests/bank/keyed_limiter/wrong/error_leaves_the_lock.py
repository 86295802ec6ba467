"""Acquires and releases the lock by hand, and forgets the release when the take raises.

Breaks: law 5 (an error leaves no lock held)
Level: errors
Shows: 1/10: allow(0, "a", 2) allow(0, "a")
Expected: ValueError, True; yours: ValueError, hangs
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
        self._lock.acquire()
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
        self._lock.release()
        return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
