"""Reads the clock twice in a call, so a key that is not idle yet at the time of its take is dropped as idle.

Breaks: law 2 (the answers of the bare meter at one time a call)
Level: clock
Shows: 1/10: "a" was used at 0; a call allow("a") reads 5 and then 20; then comes allow(20, "a")
Expected: False or True, and if True then False; yours: True, spent at 5 on a new meter, and True
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._latest = 0
        self._meters = OrderedDict()

    def _now(self):
        self._latest = max(self._latest, self._clock())
        return self._latest

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now()
            self._look_at_first()
            if key in self._meters:
                return self._meters[key].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            return wait == 0

    def _look_at_first(self):
        if self._meters:
            key, meter = self._meters.popitem(last=False)
            if meter.level(self._now()).reset_after:
                self._meters[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._meters)
