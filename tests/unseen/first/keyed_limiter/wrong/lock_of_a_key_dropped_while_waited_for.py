"""Wrong (a, b: cf. the review of buildbuddy-io/buildbuddy #3298): a lock for each key; a fresh key is dropped together with its lock while another thread already waits for that lock.

Witness: 1/10, ann spent at 0. At 10 thread A calls allow("bob") and its sweep holds ann's lock to ask her meter; thread B calls allow("ann"), finds her entry and waits for its lock; A drops ann; B gets the lock and takes from the dropped entry -> True; then allow("ann") at 10 -> True from a new meter, right: False
"""

import threading
from collections import deque


class _Entry:
    __slots__ = ("lock", "meter")

    def __init__(self, meter):
        self.lock = threading.Lock()
        self.meter = meter


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._guard = threading.Lock()
        self._entries = {}
        self._ring = deque()
        self._time = 0

    def _now(self):
        tick = self._clock()
        with self._guard:
            if tick > self._time:
                self._time = tick
            return self._time

    def allow(self, key, cost=1):
        with self._guard:
            entry = self._entries.get(key)
        if entry is None:
            made = _Entry(self._new_meter())
            with self._guard:
                entry = self._entries.get(key)
                if entry is None:
                    self._time = max(self._time, self._clock())
                    if made.meter.take(self._time, cost):
                        return False
                    self._entries[key] = made
                    self._ring.append(key)
        if entry is None:
            now, granted = self._time, True
        else:
            with entry.lock:
                now = self._now()
                granted = entry.meter.take(now, cost) == 0
        self._sweep(now)
        self._sweep(now)
        return granted

    def _sweep(self, now):
        with self._guard:
            if not self._ring:
                return
            key = self._ring.popleft()
            entry = self._entries[key]
        with entry.lock:
            fresh = entry.meter.level(now).reset_after == 0
            with self._guard:
                if fresh:
                    del self._entries[key]
                else:
                    self._ring.append(key)

    def __len__(self):
        return len(self._entries)
