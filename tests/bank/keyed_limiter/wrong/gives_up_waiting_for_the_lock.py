"""Waits for the lock for a millisecond only, and goes on without it.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 1/100, clock at 0: a thread stays inside the take of "a" for longer than that, and another calls allow("a")
Expected: one True, one False; yours: True, True
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
        locked = self._lock.acquire(timeout=0.001)  # better late than never
        try:
            return self._decide(key, cost)
        finally:
            if locked:
                self._lock.release()

    def _decide(self, key, cost):
        now = self._now = max(self._now, self._clock())
        meter = self._meters.get(key)
        if meter is None:
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
        else:
            wait = meter.take(now, cost)
        first, meter = self._meters.popitem(last=False)
        if meter.level(now).reset_after:
            self._meters[first] = meter
        return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
