"""Catches the ValueError of a cost that can never fit, and answers False.

Breaks: law 2 (the bare meter raises)
Level: errors
Shows: 1/10: allow(0, "a", 2) allow(0, "a", 0)
Expected: ValueError, ValueError; yours: False, False
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
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            try:
                granted = meter.take(now, cost) == 0
            except ValueError:
                granted = False
            else:
                if not known:
                    self._meters[key] = meter
            if self._meters:
                first, meter = self._meters.popitem(last=False)
                if meter.level(now).reset_after:
                    self._meters[first] = meter
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
