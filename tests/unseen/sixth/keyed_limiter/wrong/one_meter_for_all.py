"""Wrong: `new_meter` is called once, in the constructor, and all keys spend the units of that one meter."""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._meter = new_meter()
        self._clock = clock
        self._keys = OrderedDict()
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            granted = self._keys.get(key, self._meter).take(now, cost) == 0
            self._keys[key] = self._meter
            self._now = now
            for _ in range(min(2, len(self._keys))):
                oldest, meter = self._keys.popitem(last=False)
                if meter.level(now).reset_after:
                    self._keys[oldest] = meter
            return granted

    def __len__(self):
        with self._lock:
            return len(self._keys)
