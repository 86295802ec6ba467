"""Drops a key as soon as its meter would grant one unit, not when it is fresh.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 2/10: allow(0, "a") allow(0, "b") allow(0, "a") allow(0, "a")
Expected: True, True, True, False; yours: True, True, True, True
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
            if self._queue:
                self._look_at(self._queue.popleft())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            return wait == 0

    def _look_at(self, key):
        if self._meters[key].level(self._now).remaining > 0:
            del self._meters[key]
        else:
            self._queue.append(key)

    def __len__(self):
        with self._lock:
            return len(self._meters)
