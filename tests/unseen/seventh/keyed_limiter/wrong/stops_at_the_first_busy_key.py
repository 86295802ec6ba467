"""Wrong: takes the key that was used least recently for the one that is fresh first, and stops there if it isn't; a heavy old key shields lighter ones behind it (law 6)."""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lru = OrderedDict()
        self._now = 0
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._lru.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._lru[key] = meter
            else:
                granted = meter.take(now, cost) == 0
                self._lru.move_to_end(key)
            self._now = now
            self._drop_idle(now)
            return granted

    def _drop_idle(self, now):
        # The order is that of the last use, so those that are idle for longest come first.
        for _ in range(3):
            if not self._lru:
                return
            key = next(iter(self._lru))
            if self._lru[key].level(now).reset_after > 0:
                return
            del self._lru[key]

    def __len__(self):
        return len(self._lru)
