"""Wrong: pushes a new due time at every grant and pops two per call; the entries that earlier grants of a key have left come first, so after many small grants the key is dropped too late (law 6)."""

import heapq
import threading
from itertools import count


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._held = {}  # key -> (meter, number of its latest entry)
        self._heap = []
        self._numbers = count()
        self._now = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            held = self._held.get(key)
            meter = self._new_meter() if held is None else held[0]
            granted = meter.take(now, cost) == 0
            self._now = now
            if granted:
                number = next(self._numbers)
                self._held[key] = meter, number
                heapq.heappush(self._heap, (now + meter.level(now).reset_after, number, key))
            self._expire(now)
            return granted

    def _expire(self, now):
        for _ in range(2):
            if not self._heap or self._heap[0][0] > now:
                return
            _, number, key = heapq.heappop(self._heap)
            held = self._held.get(key)
            if held is not None and held[1] == number:  # else a later grant has outdated it
                del self._held[key]

    def __len__(self):
        return len(self._held)
