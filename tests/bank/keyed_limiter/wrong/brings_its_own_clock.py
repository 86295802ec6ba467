"""Reads the wall clock, whatever clock it was given.

Breaks: law 2 (the answers of the bare meter, at the clock's times)
Level: answers
Shows: 1/10: allow(0, "a") allow(0, "a")
Expected: True, False; yours: True, True
Shipped: token-bucket #7, throttled-py #41: measured with the wall clock, which the system may set back or ahead
"""

import threading
import time
from collections import OrderedDict


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = time.time_ns
        self.lock = threading.Lock()
        self.latest = 0
        self.held = OrderedDict()

    def allow(self, key, cost=1):
        with self.lock:
            now = max(self.latest, self.clock())
            meter = self.held[key] if key in self.held else self.new_meter()
            granted = meter.take(now, cost) == 0
            self.latest = now
            self.held.setdefault(key, meter)
            first = next(iter(self.held))
            if self.held[first].level(now).reset_after > 0:
                self.held.move_to_end(first)
            else:
                del self.held[first]
            return granted

    def __len__(self):
        with self.lock:
            return len(self.held)
