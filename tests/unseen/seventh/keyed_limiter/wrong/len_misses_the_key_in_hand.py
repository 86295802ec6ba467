"""Wrong: a sweep takes a key out of the dict to look at it and puts it back, and len asks without the lock, so another thread counts one key too few (law 6: still held)."""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = OrderedDict()
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
            for _ in range(min(2, len(self._meters))):
                oldest, its_meter = self._meters.popitem(last=False)
                if its_meter.level(now).reset_after > 0:
                    self._meters[oldest] = its_meter
            return granted

    def __len__(self):
        return len(self._meters)
