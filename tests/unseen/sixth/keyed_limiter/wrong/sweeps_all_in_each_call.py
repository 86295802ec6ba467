"""Wrong: each call goes through all keys, to drop those that are fresh: with 200,000 keys a call takes seconds."""

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
            is_new = meter is None
            if is_new:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            if is_new:
                self._meters[key] = meter
            self._now = now
            self._meters = {k: m for k, m in self._meters.items() if m.level(now).reset_after > 0}
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
