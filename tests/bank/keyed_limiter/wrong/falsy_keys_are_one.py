"""Replaces a key that is false by a default with "or", so that 0, "" and None share a quota.

Breaks: law 1 (keys are strangers)
Level: keys
Shows: 1/10: allow(0, 0) allow(0, "")
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
        key = key or "anonymous"
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            first = next(iter(self._meters))
            if self._meters[first].level(now).reset_after == 0:
                del self._meters[first]
            else:
                self._meters.move_to_end(first)
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
