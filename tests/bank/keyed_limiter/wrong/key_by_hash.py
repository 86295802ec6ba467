"""Keeps the meters by hash(key) to save the keys' memory: two keys with the same hash are one.

Breaks: law 1 (keys are strangers)
Level: keys
Shows: 1/10: allow(0, -1) allow(0, -2)
Expected: True, True; yours: True, False
Shipped: not known
"""

from collections import OrderedDict
from contextlib import contextmanager
from threading import RLock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = RLock()
        self._latest = 0
        self._by_hash = OrderedDict()

    @contextmanager
    def _time(self):
        with self._lock:
            self._latest = max(self._latest, self._clock())
            yield self._latest

    def allow(self, key, cost=1):
        number = hash(key)
        with self._time() as now:
            meter = self._by_hash.get(number)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._by_hash[number] = meter
            else:
                wait = meter.take(now, cost)
            self._look_at(*self._by_hash.popitem(last=False), now)
            return wait == 0

    def _look_at(self, number, meter, now):
        if meter.level(now).reset_after:
            self._by_hash[number] = meter

    def __len__(self):
        with self._lock:
            return len(self._by_hash)
