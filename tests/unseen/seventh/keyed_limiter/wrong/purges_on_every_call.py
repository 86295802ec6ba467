"""Wrong: goes through all keys in every call to drop the fresh ones (law 7: a call looks at a few); shows with many keys held."""

import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._meters = {}
        self._now = 0

    def _purge(self, now):
        expired = [key for key, meter in self._meters.items() if meter.level(now).reset_after == 0]
        for key in expired:
            del self._meters[key]

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            self._purge(now)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
