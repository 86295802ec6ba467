"""Makes a new lock for every call, which keeps nobody out.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 3/100, clock at 0: six threads call allow("new") twice each, and the meter is left in the middle of a take
Expected: three of the calls are granted; yours: more
Shipped: not known
"""

from collections import OrderedDict
from contextlib import contextmanager
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._now = 0
        self._meters = OrderedDict()

    @contextmanager
    def _locked(self):
        lock = Lock()
        with lock:
            yield

    def allow(self, key, cost=1):
        with self._locked():
            now = self._now = max(self._now, self._clock())
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
        with self._locked():
            return len(self._meters)
