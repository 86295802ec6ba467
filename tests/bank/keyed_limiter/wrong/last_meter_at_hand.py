"""Keeps the last caller's meter at hand as a short cut, and goes on using it after its key was dropped.

Breaks: law 2 (the answers of the bare meter)
Level: remember
Shows: 1/10: allow(0, "a") allow(20, "a") allow(20, "b") allow(20, "a")
Expected: True, True, True, False; yours: True, True, True, True
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
        self._last = None

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._look_at_first(now)
            if self._last is not None and self._last[0] == key:
                return self._last[1].take(now, cost) == 0
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            self._last = key, meter
            return wait == 0

    def _look_at_first(self, now):
        if self._meters:
            key, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
