"""Looks for idle keys only in the stripe that a call falls into: a key whose stripe is quiet is never forgotten.

Breaks: law 4 (forgotten by later calls on any keys)
Level: forget
Shows: 1/10: allow(0, 0) allow(20, 1) len()
Expected: True, True, 1; yours: True, True, 2
Shipped: not known
"""

import threading
from collections import OrderedDict
from contextlib import ExitStack


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._time = threading.Lock()
        self._latest = 0
        self._stripes = [(threading.Lock(), OrderedDict()) for _ in range(8)]

    def _now(self):
        with self._time:
            self._latest = max(self._latest, self._clock())
            return self._latest

    def allow(self, key, cost=1):
        lock, meters = self._stripes[hash(key) % len(self._stripes)]
        with lock:
            now = self._now()
            meter = meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                meters[key] = meter
            else:
                wait = meter.take(now, cost)
            first, meter = meters.popitem(last=False)
            if meter.level(now).reset_after:
                meters[first] = meter
            return wait == 0

    def __len__(self):
        with ExitStack() as held:
            for lock, _ in self._stripes:
                held.enter_context(lock)
            return sum(len(meters) for _, meters in self._stripes)
