"""Wrong: returns early when it refuses, before the sweep, so while a busy key is refused again and again a fresh one stays held (law 6: calls that return False count too)."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._meters = {}
        self._queue = deque()
        self._now = 0

    def allow(self, key, cost=1):
        with self._lock:
            self._now = now = self._read()
            meter = self._meters.get(key)
            if meter is not None:
                if meter.take(now, cost) != 0:
                    return False
            else:
                meter = self._new_meter()
                if meter.take(now, cost) != 0:
                    return False
                self._meters[key] = meter
                self._queue.append(key)
            self._sweep(now)
            return True

    def _read(self):
        return max(self._now, self._clock())

    def _sweep(self, now):
        for _ in range(min(3, len(self._queue))):
            key = self._queue.popleft()
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._queue.append(key)

    def __len__(self):
        return len(self._meters)
