"""Puts a key in line to be looked at only when it is used again, so one that came once is kept for ever.

Breaks: law 4 (idle keys are forgotten)
Level: forget
Shows: 1/10: allow(0, "a") allow(20, "b") len()
Expected: True, True, 1; yours: True, True, 2
Shipped: throttled-py 3.5.0, leaky bucket on Redis: EXPIRE comes before the first HSET, so a key used once never expires
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._line = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            if key in self._meters:
                wait = self._meters[key].take(now, cost)
                self._line.setdefault(key)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            self._now = now
            if self._line:
                first, _ = self._line.popitem(last=False)
                if self._meters[first].level(now).reset_after:
                    self._line[first] = None
                else:
                    del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
