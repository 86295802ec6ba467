"""Wrong: takes a new key back out only if the meter raises ValueError; when it raises anything else, the key stays held (law 4)."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._queue = deque()
        self._time = 0
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._time, self._clock())
            created = key not in self._meters
            if created:
                self._meters[key] = self._new_meter()
                self._queue.append(key)
            try:
                wait = self._meters[key].take(now, cost)
            except ValueError:
                if created:
                    del self._meters[key]
                    self._queue.pop()
                raise
            self._time = now
            self._sweep(now)
            return wait == 0

    def _sweep(self, now):
        for _ in range(min(2, len(self._queue))):
            key = self._queue.popleft()
            if self._meters[key].level(now).reset_after > 0:
                self._queue.append(key)
            else:
                del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
