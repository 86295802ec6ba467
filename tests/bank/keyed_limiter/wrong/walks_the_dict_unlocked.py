"""Looks for an idle key by walking over the dict before it takes the lock, while other threads change the dict.

Breaks: law 3 (no interleaving raises)
Level: race
Shows: many threads call allow, each with new keys
Expected: every call returns; yours: RuntimeError, OrderedDict mutated during iteration, now and then
Shipped: not known
"""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.Lock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        front = [other for other, _ in zip(self._meters, range(2))]
        with self._lock:
            now = self._now = max(self._now, self._clock())
            for other in front:
                if other in self._meters:
                    if self._meters[other].level(now).reset_after:
                        self._meters.move_to_end(other)
                    else:
                        del self._meters[other]
            if key in self._meters:
                return self._meters[key].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
