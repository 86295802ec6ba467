"""Notes when each key will be fresh, and drops it by that note while a call that has looked it up is about to spend.

Breaks: law 8 (threads over-spend)
Level: race
Shows: 1/10: eight keys were used at 0; at 20 a thread has looked "a" up, and others' calls drop it before it spends
Expected: once it has spent, allow(20, "a") is False; yours: True, on a second meter
Shipped: not known
"""

import threading
from collections import OrderedDict

LOOKS = 2


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._table = threading.Lock()  # of the clock, the keys and the notes
        self._stripes = tuple(threading.Lock() for _ in range(16))  # of the meters
        self._latest = 0
        self._held = OrderedDict()  # key: [meter, when it will be fresh]

    def allow(self, key, cost=1):
        with self._stripes[hash(key) % len(self._stripes)]:
            with self._table:
                now = self._latest = max(self._latest, self._clock())
                for _ in range(min(LOOKS, len(self._held))):
                    self._look_at_first(now)
                held = self._held.get(key)
                if held is None:
                    meter = self._new_meter()
                    granted = meter.take(now, cost) == 0
                    self._held[key] = [meter, now + meter.level(now).reset_after]
                    return granted
            meter = held[0]
            granted = meter.take(now, cost) == 0
            held[1] = now + meter.level(now).reset_after
            return granted

    def _look_at_first(self, now):
        key, held = self._held.popitem(last=False)
        if held[1] > now:
            self._held[key] = held

    def __len__(self):
        with self._table:
            return len(self._held)
