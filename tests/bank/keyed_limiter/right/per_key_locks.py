"""A lock for each key, kept in its entry; a dropped entry is marked gone, and who waited for it looks it up anew."""

import threading
from collections import deque


class _Entry:
    def __init__(self, meter):
        self.lock = threading.Lock()
        self.meter = meter
        self.gone = False


class KeyedLimiter:
    """Locks are taken in one order only: table, entry, time."""

    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._table = threading.Lock()
        self._time = threading.Lock()
        self._latest = 0
        self._entries = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        granted = None
        while granted is None:
            granted = self._try(key, cost)
        self._look_at_first()
        return granted

    def _try(self, key, cost):
        with self._table:
            entry = self._entries.get(key)
            if entry is None:
                entry = _Entry(self._new_meter())
                granted = entry.meter.take(self._now(), cost) == 0  # nobody else knows the entry yet
                self._entries[key] = entry
                self._queue.append(key)
                return granted
        with entry.lock:
            return None if entry.gone else entry.meter.take(self._now(), cost) == 0

    def _look_at_first(self):
        with self._table:
            if not self._queue:
                return
            key = self._queue.popleft()
            entry = self._entries[key]
            with entry.lock:
                if entry.meter.level(self._now()).reset_after:
                    self._queue.append(key)
                else:
                    entry.gone = True
                    del self._entries[key]

    def _now(self):
        with self._time:
            self._latest = max(self._latest, self._clock())
            return self._latest

    def __len__(self):
        with self._table:
            return len(self._entries)
