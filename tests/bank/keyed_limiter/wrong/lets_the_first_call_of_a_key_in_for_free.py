"""Grants the first call of a key without asking the meter that it makes for it.

Breaks: law 1 (allow answers what a meter answers that gets every call for the key)
Level: answers
Shows: 2/10: allow(0, ann) allow(0, ann) allow(0, ann)
Expected: the third is False; yours: True
Shipped: not known
"""

import threading
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.meters = OrderedDict()
        self.lock = threading.Lock()
        self.now = 0

    def allow(self, key, cost=1):
        with self.lock:
            now = max(self.now, self.clock())
            meter = self.meters.get(key)
            if meter is None:
                self.meters[key] = self.new_meter()
                self.now = now
                self._sweep(now)
                return True
            granted = meter.take(now, cost) == 0
            self.now = now
            self._sweep(now)
            return granted

    def _sweep(self, now):
        for _ in range(min(2, len(self.meters))):
            key, meter = self.meters.popitem(last=False)
            if meter.level(now).reset_after > 0:
                self.meters[key] = meter

    def __len__(self):
        with self.lock:
            return len(self.meters)
