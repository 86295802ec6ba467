"""Keeps the meters by repr(key), so that keys which are equal but look different get a quota each.

Breaks: law 2 (equal keys are one key)
Level: keys
Shows: 1/10: allow(0, 1) allow(0, 1.0)
Expected: True, False; yours: True, True
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
        name = repr(key)
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(name)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[name] = meter
                self._queue.append(name)
            else:
                wait = meter.take(now, cost)
            self._queue.rotate(-1)
            if not self._meters[self._queue[-1]].level(now).reset_after:
                del self._meters[self._queue.pop()]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
