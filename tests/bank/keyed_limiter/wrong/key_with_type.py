"""Adds the key's type to the key, so that 1 and True, which are equal, get a quota each.

Breaks: law 2 (equal keys are one key)
Level: keys
Same as: key_by_repr
Shows: 1/10: allow(0, 1) allow(0, True) len()
Expected: True, False, 1; yours: True, True, 2
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
        typed = type(key), key
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._forget_first(now)
            if typed in self._meters:
                return self._meters[typed].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[typed] = meter
            return wait == 0

    def _forget_first(self, now):
        if self._meters:
            typed, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[typed] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
