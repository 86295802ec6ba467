"""Right: a dict of meters and a deque of keys that goes round; each call checks two from the front, under one lock."""

import threading
from collections import deque

CHECKS_PER_CALL = 2


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._meters = {}
        self._round = deque()
        self._latest = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._latest, self._clock())
            meter = self._meters.get(key)
            brand_new = meter is None
            if brand_new:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            # Nothing can fail from here on.
            self._latest = now
            if brand_new and granted:
                self._meters[key] = meter
                self._round.append(key)
            self._forget_some(now)
            return granted

    def _forget_some(self, now):
        for _ in range(min(CHECKS_PER_CALL, len(self._round))):
            key = self._round.popleft()
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._round.append(key)

    def __len__(self):
        return len(self._meters)
