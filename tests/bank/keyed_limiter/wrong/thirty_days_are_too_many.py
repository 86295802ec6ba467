"""Takes a time left of more than thirty days for a date long past, and drops the key at once.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/31536000000000000: allow(0, "a") allow(0, "a")
Expected: True, False; yours: True, True
Shipped: limits 5.8.0 on memcached, which reads an expiry above 30 days as a date in 1970: 3/year let 10 of 10 through
"""

from collections import OrderedDict
from threading import Lock

THIRTY_DAYS = 30 * 24 * 3600 * 10**9


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters[key] if key in self._meters else self._new_meter()
            wait = meter.take(now, cost)
            self._now = now
            self._meters[key] = meter
            front = next(iter(self._meters))
            left = self._meters[front].level(now).reset_after
            if left == 0 or left > THIRTY_DAYS:
                del self._meters[front]
            else:
                self._meters.move_to_end(front)
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
