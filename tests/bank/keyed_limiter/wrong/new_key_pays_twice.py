"""Tries a new meter's take to see whether the cost raises, stores the meter, and then takes the cost once more.

Breaks: law 2 (the answers of the bare meter)
Level: answers
Shows: 2/10: allow(0, "a") allow(0, "a")
Expected: True, True; yours: True, False
Shipped: flask-limiter #108: a request to a route with a limit of its own was counted twice by the application's limit
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
            now = max(self._now, self._clock())
            if key not in self._meters:
                meter = self._new_meter()
                meter.take(now, cost)
                self._meters[key] = meter
            wait = self._meters[key].take(now, cost)
            self._now = now
            front, meter = next(iter(self._meters.items()))
            if meter.level(now).reset_after:
                self._meters.move_to_end(front)
            else:
                del self._meters[front]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
