"""Wrong: a heap by the time when a key may be fresh, and `while` it is due: when many become fresh together, one call drops them all (law 7: no long pause)."""

import heapq
import threading
from itertools import count


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._heap = []
        self._tie = count()
        self._now = 0
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
                self._schedule(key, meter, now)
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            self._expire(now)
            return granted

    def _schedule(self, key, meter, now):
        heapq.heappush(self._heap, (now + meter.level(now).reset_after, next(self._tie), key))

    def _expire(self, now):
        while self._heap and self._heap[0][0] <= now:
            _, _, key = heapq.heappop(self._heap)
            meter = self._meters[key]
            if meter.level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._schedule(key, meter, now)

    def __len__(self):
        return len(self._meters)
