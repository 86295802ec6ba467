"""Wrong: looks whether a key is fresh only when that key comes again: one that never comes back is never dropped."""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is not None and meter.level(now).reset_after == 0:
                del self._meters[key]
                meter = None
            if meter is None:
                meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            self._now = now
            return not wait

    def __len__(self):
        with self._lock:
            return len(self._meters)
