"""A heap with one entry a key, by when the key may be fresh; a call settles at most one that is due."""

import heapq
import itertools
import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.Lock()
        self._now = 0
        self._meters = {}
        self._due = []  # (no later than the key is fresh, serial, key): spending only moves that moment on
        self._serial = itertools.count()  # so that keys are never compared

    def allow(self, key, cost=1):
        with self._lock:
            self._now = max(self._now, self._clock())
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            wait = meter.take(self._now, cost)
            if not known:
                self._meters[key] = meter
                self._push(key)
            self._settle()
            return wait == 0

    def _push(self, key):
        due = self._now + self._meters[key].level(self._now).reset_after
        heapq.heappush(self._due, (due, next(self._serial), key))

    def _settle(self):
        due, _, key = self._due[0]
        if due > self._now:
            return
        heapq.heappop(self._due)
        if self._meters[key].level(self._now).reset_after:
            self._push(key)  # it was used since
        else:
            del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._due)
