"""Holds only so many keys, and drops the one that has stood in line for longest to make room for a new one.

Breaks: law 4 (a flood of new keys resets nobody)
Level: remember
Shows: 1/10, clock at 0: 1025 different keys once each, and then each of them once more
Expected: all of the second round refused; yours: at least one of them granted
Shipped: throttled-py 3.5.0, memory store for 1024 keys: 1024 other keys un-limit a victim
"""

from collections import OrderedDict
from threading import RLock


class KeyedLimiter:
    CAPACITY = 1024

    def __init__(self, new_meter, clock):
        self.new_meter, self.clock = new_meter, clock
        self.lock = RLock()
        self.now = 0
        self.meters = OrderedDict()

    def allow(self, key, cost=1):
        with self.lock:
            self.now = max(self.now, self.clock())
            meter = self.meters.get(key)
            if meter is None:
                meter = self.new_meter()
                wait = meter.take(self.now, cost)
                if len(self.meters) >= self.CAPACITY:
                    self.meters.popitem(last=False)
                self.meters[key] = meter
            else:
                wait = meter.take(self.now, cost)
            first, meter = self.meters.popitem(last=False)
            if meter.level(self.now).reset_after:
                self.meters[first] = meter
            return wait == 0

    def __len__(self):
        with self.lock:
            return len(self.meters)
