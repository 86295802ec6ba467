"""Lets go of the lock while a slow new_meter runs, and does not look again whether someone was faster.

Breaks: law 3 (a brand-new key that several threads create is one key)
Level: race
Shows: 1/100, clock at 0: two threads call allow("new") and meet inside new_meter()
Expected: one True, one False; yours: True, True
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.lock = Lock()
        self.now = 0
        self.meters = {}
        self.turns = deque()

    def allow(self, key, cost=1):
        with self.lock:
            known = key in self.meters
        spare = None if known else self.new_meter()  # may be slow: nobody should wait for it
        with self.lock:
            self.now = max(self.now, self.clock())
            if known and key in self.meters:
                wait = self.meters[key].take(self.now, cost)
            else:
                meter = self.new_meter() if spare is None else spare
                wait = meter.take(self.now, cost)
                if key not in self.meters:
                    self.turns.append(key)
                self.meters[key] = meter
            self.look_at(self.turns.popleft())
            return wait == 0

    def look_at(self, key):
        if self.meters[key].level(self.now).reset_after:
            self.turns.append(key)
        else:
            del self.meters[key]

    def __len__(self):
        with self.lock:
            return len(self.meters)
