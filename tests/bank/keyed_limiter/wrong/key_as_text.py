"""Turns the key into a str: then 1 and "1" are one key, and 1 and 1.0 are two.

Breaks: law 1 (keys are strangers)
Level: keys
Shows: 1/10: allow(0, 1) allow(0, "1")
Expected: True, True; yours: True, False
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
        name = str(key)
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if name in self._meters:
                wait = self._meters[name].take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[name] = meter
            first = next(iter(self._meters))
            if self._meters[first].level(now).reset_after:
                self._meters.move_to_end(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
