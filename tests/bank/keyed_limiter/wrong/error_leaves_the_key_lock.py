"""Gives each key a lock and does not release it when a held key's take raises: that key hangs, others go on.

Breaks: law 5 (an error leaves no lock held)
Level: errors
Shows: 1/10: allow(0, "a") allow(0, "a", 2) allow(0, "a")
Expected: True, ValueError, False; yours: True, ValueError, hangs
Shipped: not known
"""

import threading
from collections import deque
from contextlib import contextmanager


class Entry:
    def __init__(self, meter):
        self.meter = meter
        self.gone = False
        self._lock = threading.Lock()

    @contextmanager
    def in_use(self):
        self._lock.acquire()
        yield
        self._lock.release()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._table, self._time = threading.Lock(), threading.Lock()
        self._latest = 0
        self._entries = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        granted = None
        while granted is None:
            granted = self._try(key, cost)
        with self._table:
            if self._queue:
                self._look_at(self._queue.popleft())
        return granted

    def _try(self, key, cost):
        with self._table:
            entry = self._entries.get(key)
            if entry is None:
                entry = Entry(self._new_meter())
                granted = entry.meter.take(self._now(), cost) == 0
                self._entries[key] = entry
                self._queue.append(key)
                return granted
        with entry.in_use():
            granted = None if entry.gone else entry.meter.take(self._now(), cost) == 0
        return granted

    def _look_at(self, key):
        entry = self._entries[key]
        with entry.in_use():
            entry.gone = entry.meter.level(self._now()).reset_after == 0
        if entry.gone:
            del self._entries[key]
        else:
            self._queue.append(key)

    def _now(self):
        with self._time:
            self._latest = max(self._latest, self._clock())
            return self._latest

    def __len__(self):
        with self._table:
            return len(self._entries)
