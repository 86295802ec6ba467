"""Wrong: the sweeper is a generator whose local variables still hold the key and the meter that it has dropped last."""

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
        self._steps = self._sweeper()

    def _sweeper(self):
        while True:
            if self._order:
                key = self._order.popleft()
                meter = self._meters[key]
                if meter.level(self._now).reset_after > 0:
                    self._order.append(key)
                else:
                    del self._meters[key]
            yield

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            if key in self._meters:
                granted = self._meters[key].take(now, cost) == 0
            else:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
                self._order.append(key)
            self._now = now
            next(self._steps)
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
