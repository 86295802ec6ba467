"""Keeps the meters in a dict on the class, so that all limiters of the program share them.

Breaks: law 1 (what happens elsewhere never changes an answer)
Level: answers
Shows: 1/10, two limiters: allow(0, "a") on the first, then allow(0, "a") on the second
Expected: True, True; yours: True, False
Shipped: not known
"""

from collections import OrderedDict
from threading import RLock


class KeyedLimiter:
    _lock = RLock()
    _meters = OrderedDict()

    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._now = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if key in self._meters:
                wait = self._meters[key].take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            first, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[first] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
