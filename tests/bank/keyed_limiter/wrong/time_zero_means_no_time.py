"""Takes a clock that says 0 for one that says nothing, and looks at the system's clock instead.

Breaks: law 2 (the answers of the bare meter, at the clock's times)
Level: answers
Shows: 1/10: allow(0, "a") allow(0, "a")
Expected: True, False; yours: True, True
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock
from time import monotonic_ns


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._make, self._clock = new_meter, clock
        self._lock = Lock()
        self._time = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            time = max(self._clock() or monotonic_ns(), self._time)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._make()
            wait = meter.take(time, cost)
            self._time = time
            self._meters[key] = meter
            oldest = next(iter(self._meters))
            if self._meters[oldest].level(time).reset_after == 0:
                self._meters.pop(oldest)
            else:
                self._meters.move_to_end(oldest)
            return not wait

    def __len__(self):
        with self._lock:
            return len(self._meters)
