"""Updates its latest time outside the lock, so a slow thread sets that back and spends in the past.

Breaks: law 2 (the limiter's clock never goes back)
Level: race
Shows: 1/10: "a" was used at 0; a thread calls allow("a") and is stopped having read 0; another calls allow("b") at 20,
    which drops "a"; the first goes on, and then comes allow(20, "a")
Expected: of the last two calls on "a" one is granted; yours: both, for the stopped one spent at 0 again
Shipped: not known
"""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.RLock()
        self._latest = 0
        self._meters = OrderedDict()

    def _now(self):
        self._latest = max(self._latest, self._clock())
        return self._latest

    def allow(self, key, cost=1):
        now = self._now()
        with self._lock:
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
