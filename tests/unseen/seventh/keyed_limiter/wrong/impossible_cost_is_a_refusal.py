"""Wrong: swallows the meter's ValueError for a cost that never fits and answers False (law 4: it must reach the caller)."""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.RLock()
        self._meters = OrderedDict()
        self._last = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._last, self._clock())
            meter = self._meters.get(key)
            created = meter is None
            if created:
                meter = self._new_meter()
            try:
                granted = meter.take(now, cost) == 0
            except ValueError:
                return False
            self._last = now
            if created:
                self._meters[key] = meter
            self._evict(now, 2)
            return granted

    def _evict(self, now, budget):
        while budget and self._meters:
            budget -= 1
            key = next(iter(self._meters))
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._meters.move_to_end(key)

    def __len__(self):
        return len(self._meters)
