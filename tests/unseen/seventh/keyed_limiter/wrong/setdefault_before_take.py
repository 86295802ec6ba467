"""Wrong: stores the new meter before it asks it, so a first call with an impossible cost raises and leaves the key behind (law 4)."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._keys = deque()
        self._now = 0
        self._lock = threading.Lock()

    def _meter(self, key):
        if key not in self._meters:
            self._meters.setdefault(key, self._new_meter())
            self._keys.append(key)
        return self._meters[key]

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            granted = self._meter(key).take(now, cost) == 0
            self._now = now
            for _ in range(min(2, len(self._keys))):
                self._look(self._keys.popleft(), now)
            return granted

    def _look(self, key, now):
        if self._meters[key].level(now).reset_after == 0:
            del self._meters[key]
        else:
            self._keys.append(key)

    def __len__(self):
        return len(self._meters)
