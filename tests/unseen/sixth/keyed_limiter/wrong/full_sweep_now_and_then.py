"""Wrong: sweeps all keys once after as many calls as there are keys: cheap on average, with a long pause each time."""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._calls_left = 1
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
            self._calls_left -= 1
            if self._calls_left <= 0:
                for each in [k for k, m in self._meters.items() if m.level(now).reset_after == 0]:
                    del self._meters[each]
                self._calls_left = len(self._meters) // 2
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
