"""Looks at the first key in each call but leaves it in front when it is busy, and never gets to the others.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: allow(0, "a") allow(0, "b") allow(20, "a") allow(20, "a") len()
Expected: True, True, True, False, 1; yours: True, True, True, False, 2
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if key in self._meters:
                wait = self._meters[key].take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            for first, meter in self._meters.items():
                if meter.level(now).reset_after == 0:
                    del self._meters[first]
                break
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
