"""Fetches the meter, looks for idle keys, and then takes: when its own key was the idle one, the take is lost.

Breaks: law 2 (the answers of the bare meter)
Level: remember
Shows: 1/10: allow(0, "a") allow(20, "a") allow(20, "a")
Expected: True, True, False; yours: True, True, True
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
            self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            self._look_at_first()
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(self._now, cost)
                self._meters[key] = meter
                self._queue.append(key)
                return wait == 0
            return meter.take(self._now, cost) == 0

    def _look_at_first(self):
        if self._queue:
            key = self._queue.popleft()
            if self._meters[key].level(self._now).reset_after:
                self._queue.append(key)
            else:
                del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
