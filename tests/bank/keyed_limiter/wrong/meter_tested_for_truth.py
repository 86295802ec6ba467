"""Tests its meters for truth to see whether a key is held: one that is empty, and so false, is replaced by a new one.

Breaks: law 1 (each key has a meter of its own)
Level: answers
Shows: 1/8: allow(0, "a") allow(0, "a"), with meters that have a `__len__`, which is 0
Expected: True, False; yours: True, True
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
            now = max(self._now, self._clock())
            meter = self._meters.get(key) or self._new_meter()
            granted = meter.take(now, cost) == 0
            self._meters[key] = meter
            self._now = now
            first, other = next(iter(self._meters.items()))
            if other.level(now).reset_after:
                self._meters.move_to_end(first)
            else:
                del self._meters[first]
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
