"""Returns bool(wait): True for those who have to wait.

Breaks: law 2 (allow answers True when the bare meter grants)
Level: answers
Shows: 1/10: allow(0, "a") allow(0, "a")
Expected: True, False; yours: False, True
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
            if key in self._meters:
                wait = self._meters[key].take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            first, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[first] = meter
            return bool(wait)

    def __len__(self):
        with self._lock:
            return len(self._meters)
