"""Drops a key under its lock, but lets a caller who waited for that lock spend from the dropped meter.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 1/10: "a" was used at 0; at 20 one thread waits for the lock of "a", which another holds to drop "a"
Expected: the take is remembered: allow(20, "a") again is False; yours: True, for it was spent from a dropped meter
Shipped: not known
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass
class Entry:
    meter: Any
    lock: Any = field(default_factory=Lock)

    def take(self, now, cost):
        with self.lock:
            return self.meter.take(now(), cost)

    def idle(self, now):
        with self.lock:
            return self.meter.level(now()).reset_after == 0


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter, self.clock = new_meter, clock
        self.latest = 0
        self.table, self.time = Lock(), Lock()
        self.entries = OrderedDict()

    def now(self):
        with self.time:
            self.latest = max(self.latest, self.clock())
            return self.latest

    def allow(self, key, cost=1):
        with self.table:
            entry = self.entries.get(key)
            if entry is None:
                entry = Entry(self.new_meter())
                wait = entry.take(self.now, cost)
                self.entries[key] = entry
                known = False
            else:
                known = True
        if known:
            wait = entry.take(self.now, cost)
        with self.table:
            if self.entries:
                first, entry = self.entries.popitem(last=False)
                if not entry.idle(self.now):
                    self.entries[first] = entry
        return wait == 0

    def __len__(self):
        with self.table:
            return len(self.entries)
