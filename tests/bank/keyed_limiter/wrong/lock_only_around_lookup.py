"""Guards the dict but not the meters: a key's meter is found under the lock and spent from outside it.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 3/100, clock at 0: two threads have found the meter of "new", and both are inside its take
Expected: three units granted; yours: both read the same number and more are granted
Shipped: not known
"""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.Lock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._forget_first(now)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                return wait == 0
        return meter.take(now, cost) == 0

    def _forget_first(self, now):
        if self._meters:
            key, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
