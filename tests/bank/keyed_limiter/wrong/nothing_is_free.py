"""Answers True to a cost of zero without asking the meter.

Breaks: law 2 (the bare meter raises)
Level: errors
Shows: 1/10: allow(0, "a", 0)
Expected: ValueError; yours: True
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
            granted = cost == 0 or self._take(key, cost, now) == 0
            if self._queue:
                first = self._queue.popleft()
                if self._meters[first].level(now).reset_after:
                    self._queue.append(first)
                else:
                    del self._meters[first]
            return granted

    def _take(self, key, cost, now):
        meter = self._meters.get(key)
        if meter is not None:
            return meter.take(now, cost)
        meter = self._new_meter()
        wait = meter.take(now, cost)
        self._meters[key] = meter
        self._queue.append(key)
        return wait

    def __len__(self):
        with self._lock:
            return len(self._meters)
