"""Looks at two keys a call, but copies the whole dict's keys to find them.

Breaks: law 4 (no long pause: the work of a call does not depend on how many keys are held)
Level: cheap
Shows: 1/1000000, clock at 0: 100000 keys once each, and then one more call
Expected: as fast as with ten keys; yours: a thousand times slower
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
            for other in list(self._meters)[:2]:
                if self._meters[other].level(now).reset_after:
                    self._meters.move_to_end(other)
                else:
                    del self._meters[other]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
