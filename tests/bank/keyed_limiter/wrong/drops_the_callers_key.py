"""Finds that the key in front of the line is fresh, and drops the key of the call instead.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/10: allow(0, "a") allow(20, "b") allow(20, "b")
Expected: True, True, False; yours: True, True, True
Shipped: self-limiters, fixed by #27: set the expiry of the wrong key, and after 30 s a semaphore was dead
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter, self.clock = new_meter, clock
        self.lock = Lock()
        self.now = 0
        self.meters = OrderedDict()

    def allow(self, key, cost=1):
        with self.lock:
            now = max(self.now, self.clock())
            meter = self.meters[key] if key in self.meters else self.new_meter()
            wait = meter.take(now, cost)
            self.meters[key], self.now = meter, now
            front = next(iter(self.meters))
            if self.meters[front].level(now).reset_after == 0:
                del self.meters[key]
            else:
                self.meters.move_to_end(front)
            return wait == 0

    def __len__(self):
        with self.lock:
            return len(self.meters)
