"""Gives each key a lock, and drops it with the key while a thread still waits for it, who then uses the old meter.

Breaks: law 8 (threads never over-spend)
Level: race
Shows: ann is idle. A has fetched ann's old slot but not its lock; B's sweep drops ann; C makes a new slot and takes ann's only unit; A goes on
Expected: one of A and C wins; yours: both do, from two meters
Shipped: not known
"""

import threading
from collections import OrderedDict


class Slot:
    def __init__(self, meter):
        self.meter = meter
        self.lock = threading.Lock()


class KeyedLimiter:
    """A lock for each key, and one for the table; they are taken in the order slot, table."""

    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.table = threading.Lock()
        self.slots = OrderedDict()
        self.latest = 0

    def allow(self, key, cost=1):
        with self.table:
            slot = self.slots.get(key)
            if slot is None:
                slot = self.slots[key] = Slot(self.new_meter())
        with slot.lock:
            with self.table:
                now = max(self.latest, self.clock())
            try:
                granted = slot.meter.take(now, cost) == 0
            except BaseException:
                with self.table:
                    if slot.meter.level(self.latest).reset_after == 0 and self.slots.get(key) is slot:
                        del self.slots[key]
                raise
            with self.table:
                self.latest = max(self.latest, now)
        self._sweep()
        return granted

    def _sweep(self):
        with self.table:
            for _ in range(min(2, len(self.slots))):
                key, slot = self.slots.popitem(last=False)
                if not slot.lock.acquire(blocking=False):
                    self.slots[key] = slot  # in use, so not idle
                    continue
                try:
                    if slot.meter.level(self.latest).reset_after:
                        self.slots[key] = slot
                finally:
                    slot.lock.release()

    def __len__(self):
        with self.table:
            return len(self.slots)
