"""Takes the lock of the table inside that of the clock in one place, and the other way round in another.

Breaks: law 8 (nobody waits for ever)
Level: race
Shows: A is in allow, holds the table and wants the clock; B sweeps after its call, holds the clock and wants the table
Expected: both return; yours: both wait for ever
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.table_lock = Lock()  # guards meters
        self.time_lock = Lock()  # guards latest
        self.meters = OrderedDict()
        self.latest = 0

    def allow(self, key, cost=1):
        with self.table_lock:
            with self.time_lock:
                now = max(self.latest, self.clock())
            meter = self.meters.get(key)
            fresh = meter is None
            if fresh:
                meter = self.new_meter()
            granted = meter.take(now, cost) == 0
            if fresh:
                self.meters[key] = meter
            with self.time_lock:
                self.latest = now
        self.sweep()
        return granted

    def sweep(self):
        with self.time_lock:  # the time must not move while we compare with it
            now = self.latest
            with self.table_lock:
                for _ in range(min(2, len(self.meters))):
                    key, meter = self.meters.popitem(last=False)
                    if meter.level(now).reset_after:
                        self.meters[key] = meter

    def __len__(self):
        with self.table_lock:
            return len(self.meters)
