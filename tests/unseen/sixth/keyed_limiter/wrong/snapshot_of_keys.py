"""Wrong: sweeps by and by over a copy of all keys, and makes the next copy when it is used up: that call goes through all keys."""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._pending = []
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            del meter
            for _ in range(4):
                if not self._pending:
                    self._pending = list(self._meters)
                    if not self._pending:
                        break
                each = self._pending.pop()
                if each in self._meters and self._meters[each].level(now).reset_after == 0:
                    del self._meters[each]
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
