"""Wrong: holds 10,000 keys and then drops the one least recently used, fresh or not: its client gets a second burst."""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    MAX_KEYS = 10_000

    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lru = OrderedDict()
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._lru.get(key)
            if meter is None:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._lru[key] = meter
            self._lru.move_to_end(key)
            self._now = now
            for _ in range(min(3, len(self._lru))):
                oldest = next(iter(self._lru))
                if self._lru[oldest].level(now).reset_after == 0:
                    del self._lru[oldest]
                else:
                    self._lru.move_to_end(oldest)
            if len(self._lru) > self.MAX_KEYS:
                self._lru.popitem(last=False)
            return granted

    def __len__(self):
        with self._lock:
            return len(self._lru)
