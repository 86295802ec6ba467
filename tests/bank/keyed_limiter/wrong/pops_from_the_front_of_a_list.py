"""Keeps its round of keys in a list and takes the first out with pop(0), which moves all the others.

Breaks: law 4 (no long pause: the work of a call does not depend on how many keys are held)
Level: cheap
Shows: 1/1000000, clock at 0: 100000 keys once each, and then one more call
Expected: as fast as with ten keys; yours: ten times slower
Shipped: not known
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._round = []

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._round.append(key)
            else:
                wait = meter.take(now, cost)
            first = self._round.pop(0)
            if self._meters[first].level(now).reset_after:
                self._round.append(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
