"""Copies one meter for every new key instead of calling new_meter, and the copies share what is inside it.

Breaks: law 1 (keys are strangers)
Level: answers
Same as: one_meter_for_all
Shows: 1/10, a sliding log that appends to one list: allow(0, "a") allow(0, "b")
Expected: True, True; yours: True, False
Shipped: not known
"""

import copy
from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._prototype = new_meter()
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = copy.copy(self._prototype)
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            first, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[first] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
