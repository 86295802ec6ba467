"""Wrong: finds the meter, sweeps, then takes; if the sweep has just dropped that very key, the units are spent from a meter that nobody holds any more (law 1)."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._queue = deque()
        self._now = 0
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            self._make_room(now)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            self._now = now
            return wait == 0

    def _make_room(self, now):
        for _ in range(min(3, len(self._queue))):
            key = self._queue.popleft()
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._queue.append(key)

    def __len__(self):
        return len(self._meters)
