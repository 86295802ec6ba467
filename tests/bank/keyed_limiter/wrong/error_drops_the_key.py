"""Cleans up after a take that raises by dropping the key, even one that was held before and has spent.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: errors
Shows: 1/10: allow(0, "a") allow(0, "a", 2) allow(0, "a")
Expected: True, ValueError, False; yours: True, ValueError, True
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
            if key not in self._meters:
                self._meters[key] = self._new_meter()
            try:
                wait = self._meters[key].take(now, cost)
            except ValueError:
                del self._meters[key]
                raise
            first = next(iter(self._meters))
            if self._meters[first].level(now).reset_after:
                self._meters.move_to_end(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
