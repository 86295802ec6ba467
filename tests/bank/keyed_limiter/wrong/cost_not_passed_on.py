"""Does not pass the cost on to the meter: every call costs one.

Breaks: law 2 (the answers of the bare meter)
Level: answers
Shows: 2/10: allow(0, "a", 2) allow(0, "a")
Expected: True, False; yours: True, True
Shipped: not known
"""

from collections import OrderedDict
from threading import RLock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = RLock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now)
                self._meters[key] = meter
            else:
                wait = meter.take(now)
            first, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[first] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
