"""Wrong: a plain dict as a queue, with `next(iter(...))`: that passes over the places of all deleted keys in front, up to thousands."""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}  # a dict keeps its order
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
            for _ in range(2):
                if self._meters:
                    oldest = next(iter(self._meters))
                    meter = self._meters.pop(oldest)
                    if meter.level(now).reset_after > 0:
                        self._meters[oldest] = meter
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
