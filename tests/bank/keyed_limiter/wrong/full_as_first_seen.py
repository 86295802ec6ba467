"""Learns what "full" is from the most that it has seen left after a take, so a key that spent one unit is full.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 2/10: allow(0, "a") allow(0, "b") allow(0, "a") allow(0, "a")
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
        self._full = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._look_at_first(now)
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            wait = meter.take(now, cost)
            self._full = max(self._full, meter.level(now).remaining)
            if not known:
                self._meters[key] = meter
            return wait == 0

    def _look_at_first(self, now):
        if self._meters:
            key, meter = self._meters.popitem(last=False)
            level = meter.level(now)
            if level.reset_after and (level.remaining == 0 or level.remaining < self._full):
                self._meters[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
