"""Wrong: uses the text of the key, as a port from JavaScript with its object keys does; 1 and "1" share a meter, and 1 and 1.0 don't."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._factory = new_meter
        self._clock = clock
        self._buckets = {}
        self._order = deque()
        self._time = 0
        self._mutex = threading.Lock()

    def allow(self, key, cost=1):
        name = f"{key}"
        with self._mutex:
            now = max(self._time, self._clock())
            if name in self._buckets:
                ok = self._buckets[name].take(now, cost) == 0
            else:
                bucket = self._factory()
                ok = bucket.take(now, cost) == 0
                self._buckets[name] = bucket
                self._order.append(name)
            self._time = now
            self._expire(now)
        return ok

    def _expire(self, now):
        for _ in range(min(3, len(self._order))):
            name = self._order.popleft()
            if self._buckets[name].level(now).reset_after == 0:
                del self._buckets[name]
            else:
                self._order.append(name)

    def __len__(self):
        return len(self._buckets)
