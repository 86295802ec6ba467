"""Wrong: reads the clock and then waits for the lock, so a call that had to wait is decided at the time before the wait (law 3)."""

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
        reading = self._clock()
        with self._lock:
            now = max(self._now, reading)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
                self._queue.append(key)
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            for _ in range(min(2, len(self._queue))):
                other = self._queue.popleft()
                if self._meters[other].level(now).reset_after:
                    self._queue.append(other)
                else:
                    del self._meters[other]
            return granted

    def __len__(self):
        return len(self._meters)
