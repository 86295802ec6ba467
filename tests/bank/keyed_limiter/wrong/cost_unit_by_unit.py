"""Takes the units of a cost one by one, and keeps those that it got before the first refusal.

Breaks: law 2 (the answers of the bare meter, which grants all or nothing)
Level: answers
Shows: 2/10: allow(0, "a") allow(0, "a", 2) allow(0, "a")
Expected: True, False, True; yours: True, False, False
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._new_meter().take(now, cost)  # raises if the cost can never fit
            meter = self._meters.get(key)
            if meter is None:
                meter = self._meters[key] = self._new_meter()
            granted = all(meter.take(now) == 0 for _ in range(cost))
            first, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after:
                self._meters[first] = meter
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
