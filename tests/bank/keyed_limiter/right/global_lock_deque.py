"""One lock around everything; a dict of meters and a deque of keys of which each call looks at the first."""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._round = deque()  # every key held, once; new ones join behind those that wait for their turn

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is not None:
                wait = meter.take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)  # raises before the key is stored
                self._meters[key] = meter
                self._round.append(key)
            self._look_at_one(now)
            return wait == 0

    def _look_at_one(self, now):
        key = self._round.popleft()
        if self._meters[key].level(now).reset_after:
            self._round.append(key)
        else:
            del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
