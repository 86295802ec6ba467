"""Spends under the lock of the key's stripe, and looks for idle keys under the table's lock alone, which others hold.

Breaks: law 8 (a meter is not safe for threads; threads over-spend)
Level: race
Shows: 1/10: "a" was used at 0; at 20 a thread has found its meter and is about to take; another drops "a" as idle
Expected: once the take is over, allow(20, "a") is False; yours: True, on a second meter
Shipped: not known
"""

import threading
from collections import OrderedDict

LOOKS = 2


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._table = threading.Lock()  # of the clock and of who is held; never waits for a stripe
        self._stripes = tuple(threading.Lock() for _ in range(32))
        self._latest = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        with self._stripes[hash(key) % len(self._stripes)]:
            with self._table:
                now = self._latest = max(self._latest, self._clock())
                for _ in range(min(LOOKS, len(self._meters))):
                    self._look_at_first(now)
                meter = self._meters.get(key)
                if meter is None:
                    meter = self._new_meter()
                    granted = meter.take(now, cost) == 0
                    self._meters[key] = meter
                    return granted
            return meter.take(now, cost) == 0

    def _look_at_first(self, now):
        key, meter = self._meters.popitem(last=False)
        if meter.level(now).reset_after:
            self._meters[key] = meter

    def __len__(self):
        with self._table:
            return len(self._meters)
