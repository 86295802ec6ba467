"""Refuses a call that finds the lock taken instead of waiting for it.

Breaks: law 3 (threads under-spend)
Level: race
Shows: 6/100, clock at 0: six threads call allow("a") at the same time, and the meter takes its time
Expected: six times True; yours: False for those who came while another was inside
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
        if not self._lock.acquire(blocking=False):
            return False
        try:
            now = self._now = max(self._now, self._clock())
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            wait = meter.take(now, cost)
            if not known:
                self._meters[key] = meter
                self._queue.append(key)
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return wait == 0
        finally:
            self._lock.release()

    def __len__(self):
        with self._lock:
            return len(self._meters)
