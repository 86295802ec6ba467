"""Takes the lock and reads the clock before it enters the `try`, so after a clock that raises every call hangs.

Breaks: law 4 (an error leaves no lock held)
Level: errors
Shows: 1/10: allow(0, "a") while the clock raises, then len()
Expected: the clock's error, then 0; yours: the clock's error, then hangs
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
        self._lock.acquire()
        now = max(self._now, self._clock())
        try:
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            wait = meter.take(now, cost)
            if not known:
                self._meters[key] = meter
            self._now = now
            self._look_at_first(now)
            return wait == 0
        finally:
            self._lock.release()

    def _look_at_first(self, now):
        key, meter = self._meters.popitem(last=False)
        if meter.level(now).reset_after:
            self._meters[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
