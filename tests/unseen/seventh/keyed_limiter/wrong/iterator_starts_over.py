"""Wrong: keeps an iterator over the dict of meters and starts over when a new key has changed its size, so while each call brings a new key it never gets past the first few, and a fresh key further back stays (law 6)."""

import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._scan = iter(())
        self._now = 0
        self._lock = threading.Lock()

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
            self._sweep(now)
            return granted

    def _sweep(self, now):
        fresh = []
        for _ in range(3):
            try:
                key = next(self._scan)
            except (StopIteration, RuntimeError):  # at the end, or the dict has changed its size
                self._scan = iter(self._meters)
                key = next(self._scan, None)
                if key is None and None not in self._meters:
                    break
            if self._meters[key].level(now).reset_after == 0:
                fresh.append(key)
        for key in fresh:
            self._meters.pop(key, None)

    def __len__(self):
        return len(self._meters)
