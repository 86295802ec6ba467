"""Finds the meter under the lock, but takes from it outside, so two threads can be inside one meter.

Breaks: law 8 (of those that race for n units, exactly n win)
Level: race
Shows: two threads call allow(ann) at 0 with one unit left; both are in take before either has spent it
Expected: one True, one False; yours: two True
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.meters = OrderedDict()
        self.users = {}  # key: how many calls are busy with its meter, so that it isn't swept
        self.lock = Lock()
        self.now = 0

    def allow(self, key, cost=1):
        with self.lock:
            now = max(self.now, self.clock())
            if key not in self.meters:
                self.meters[key] = self.new_meter()
            meter = self.meters[key]
            self.users[key] = self.users.get(key, 0) + 1
        returned = False
        try:
            granted = meter.take(now, cost) == 0
            returned = True
        finally:
            with self.lock:
                self._done(key)
                if returned:
                    self.now = max(self.now, now)
                    self._sweep()
                elif key not in self.users and meter.level(self.now).reset_after == 0:
                    self.meters.pop(key, None)  # an error creates no key
        return granted

    def _done(self, key):
        self.users[key] -= 1
        if not self.users[key]:
            del self.users[key]

    def _sweep(self):
        for _ in range(min(2, len(self.meters))):
            key, meter = self.meters.popitem(last=False)
            if key in self.users or meter.level(self.now).reset_after:
                self.meters[key] = meter

    def __len__(self):
        with self.lock:
            return len(self.meters)
