"""Locks an entry and then the table to take, but the table and then an entry to look for idle keys.

Breaks: law 3 (no interleaving deadlocks)
Level: race
Shows: "a" is held; one thread is inside allow("a") and has its entry's lock, another looks at "a" and has the table's
Expected: both return; yours: each waits for the other for ever
Shipped: not known
"""

import threading
from collections import deque


class Entry:
    def __init__(self, meter):
        self.meter = meter
        self.lock = threading.Lock()
        self.gone = False


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._table = threading.Lock()
        self._now = 0  # guarded by the table's lock
        self._entries = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        while True:
            with self._table:
                entry = self._entries.get(key)
                if entry is None:
                    entry = Entry(self._new_meter())
                    granted = entry.meter.take(self._tick(), cost) == 0
                    self._entries[key] = entry
                    self._queue.append(key)
                    break
            with entry.lock:
                if not entry.gone:
                    with self._table:
                        now = self._tick()
                    granted = entry.meter.take(now, cost) == 0
                    break
        self._look_at_first()
        return granted

    def _look_at_first(self):
        with self._table:
            if self._queue:
                key = self._queue.popleft()
                entry = self._entries[key]
                with entry.lock:
                    if entry.meter.level(self._tick()).reset_after:
                        self._queue.append(key)
                    else:
                        entry.gone = True
                        del self._entries[key]

    def _tick(self):
        self._now = max(self._now, self._clock())
        return self._now

    def __len__(self):
        with self._table:
            return len(self._entries)
