"""Wrong: pushes into a heap at each grant: the old entries of a busy key stand before others that are due, and pile up."""

import heapq
from itertools import count
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._due = []
        self._serial = count()
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            is_new = meter is None
            if is_new:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            if is_new:
                self._meters[key] = meter
            if granted:
                heapq.heappush(self._due, (now + meter.level(now).reset_after, next(self._serial), key))
            self._now = now
            for _ in range(2):
                if self._due and self._due[0][0] <= now:
                    _, _, due = heapq.heappop(self._due)
                    if due in self._meters and self._meters[due].level(now).reset_after == 0:
                        del self._meters[due]
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
