"""Wrong: the lock guards the dict, but the take is outside: two threads are in one meter, and a meter is dropped in between."""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._order = deque()
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                meter.take(now, cost)  # raises before the key is there
                self._meters[key] = meter
                self._order.append(key)
                self._forget(now)
                return True
            self._forget(now)
        wait = meter.take(now, cost)
        if wait == 0:
            with self._lock:
                if key not in self._meters:
                    self._meters[key] = meter
                    self._order.append(key)
        return wait == 0

    def _forget(self, now):
        key = self._order.popleft()
        if self._meters[key].level(now).reset_after == 0:
            del self._meters[key]
        else:
            self._order.append(key)

    def __len__(self):
        with self._lock:
            return len(self._meters)
