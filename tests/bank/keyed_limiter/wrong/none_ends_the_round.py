"""Takes the key None for "no key" when it looks for the first one, and forgets nothing from then on.

Breaks: law 4 (idle keys are forgotten)
Level: forget
Shows: 1/10: allow(0, None) allow(20, "b") len()
Expected: True, True, 1; yours: True, True, 2
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
            first = next(iter(self._meters), None)
            if first is not None:
                if self._meters[first].level(now).reset_after:
                    self._meters.move_to_end(first)
                else:
                    del self._meters[first]
            if key in self._meters:
                return self._meters[key].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
