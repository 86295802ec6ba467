"""Drops the meter of an idle key but keeps the key's lock, in a table of locks that only grows.

Breaks: law 4 (nothing that belongs to a dropped key is kept)
Level: forget
Shows: 1/10: 1000 different keys at 0, then allow(20, "z") 1000 times: len() is 1, and the keys' objects are still alive
Expected: no reference to any of the 1000 keys; yours: 1001 locks by key
Shipped: not known
"""

from collections import defaultdict, deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._guard = Lock()
        self._time = Lock()
        self._locks = defaultdict(Lock)
        self._meters = {}
        self._queue = deque()
        self._latest = 0

    def _lock_of(self, key):
        with self._guard:
            return self._locks[key]

    def allow(self, key, cost=1):
        with self._lock_of(key):
            now = self._now()
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                with self._guard:
                    self._meters[key] = meter
                    self._queue.append(key)
            else:
                wait = meter.take(now, cost)
        self._look_at_first()
        return wait == 0

    def _look_at_first(self):
        with self._guard:
            if not self._queue:
                return
            key = self._queue.popleft()
        with self._lock_of(key):
            busy = self._meters[key].level(self._now()).reset_after
            with self._guard:
                if busy:
                    self._queue.append(key)
                else:
                    del self._meters[key]

    def _now(self):
        with self._time:
            self._latest = max(self._latest, self._clock())
            return self._latest

    def __len__(self):
        with self._guard:
            return len(self._meters)
