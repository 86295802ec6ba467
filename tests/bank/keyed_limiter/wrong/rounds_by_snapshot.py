"""Copies its keys at the start of every round and goes through the copy: a key that came later waits two rounds.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Shows: 1/10: "a", "b", "c", "d", "e" at 0, "c", "d", "a", "b", "c" at 20, and then len()
Expected: 4, for five calls after "e" was idle it is gone; yours: 5
Shipped: not known
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._round = self._rounds()

    def _rounds(self):
        while True:
            for key in tuple(self._meters):
                if self._meters[key].level(self._now).reset_after == 0:
                    del self._meters[key]
                yield

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            next(self._round)
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
