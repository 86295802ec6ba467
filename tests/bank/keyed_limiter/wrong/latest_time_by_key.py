"""Keeps the latest time with each key, so a new or forgotten key knows nothing of the time others have seen.

Breaks: law 2 (the limiter's clock never goes back)
Level: clock
Same as: clock_passed_through
Shows: 1/10: allow(0, "a") allow(20, "b") allow(5, "a") allow(20, "a")
Expected: True, True, True, False; yours: True, True, True, True
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class Held:
    def __init__(self, meter):
        self.meter = meter
        self.latest = 0

    def take(self, now, cost):
        self.latest = max(self.latest, now)
        return self.meter.take(self.latest, cost)

    def idle(self, now):
        return self.meter.level(max(self.latest, now)).reset_after == 0


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._held = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._clock()
            held = self._held.get(key)
            if held is None:
                held = Held(self._new_meter())
                wait = held.take(now, cost)
                self._held[key] = held
            else:
                wait = held.take(now, cost)
            first, held = self._held.popitem(last=False)
            if not held.idle(now):
                self._held[first] = held
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._held)
