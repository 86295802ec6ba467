"""Looks a key up before it takes the lock for the meter, so one new key can get two meters.

Breaks: law 3 (a brand-new key that several threads create is one key)
Level: race
Shows: 1/100, clock at 0: two threads call allow("new"); both find no meter before either has stored its own
Expected: one True, one False; yours: True, True
Shipped: not known
"""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.Lock()
        self._latest = 0
        self._wheel = OrderedDict()

    def allow(self, key, cost=1):
        known = key in self._wheel
        meter = self._wheel[key] if known else self._new_meter()
        with self._lock:
            self._latest = max(self._latest, self._clock())
            granted = meter.take(self._latest, cost) == 0
            if not known:
                self._wheel[key] = meter
            first = next(iter(self._wheel))
            if self._wheel[first].level(self._latest).reset_after:
                self._wheel.move_to_end(first)
            else:
                del self._wheel[first]
            return granted

    def __len__(self):
        with self._lock:
            return len(self._wheel)
