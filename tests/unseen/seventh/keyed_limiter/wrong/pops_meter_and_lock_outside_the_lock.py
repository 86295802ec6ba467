"""Wrong: as in limits' MemoryStorage, a lock per key that is dropped with the key while another thread waits for it; that thread then spends from a meter that is gone (law 8)."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._storage = {}
        self._locks = {}
        self._queue = deque()
        self._now = 0
        self._guard = threading.Lock()

    def _lock_of(self, key):
        with self._guard:
            lock = self._locks.get(key)
            if lock is None:
                lock = self._locks[key] = threading.Lock()
            return lock

    def allow(self, key, cost=1):
        with self._lock_of(key):
            with self._guard:
                now = max(self._now, self._clock())
                meter = self._storage.get(key)
            try:
                if meter is None:
                    meter = self._new_meter()
                    granted = meter.take(now, cost) == 0
                    with self._guard:
                        self._storage[key] = meter
                        self._queue.append(key)
                else:
                    granted = meter.take(now, cost) == 0
            except BaseException:
                if key not in self._storage:
                    self._locks.pop(key, None)
                raise
            with self._guard:
                self._now = max(self._now, now)
        self._expire(now)
        return granted

    def _expire(self, now):
        for _ in range(2):
            with self._guard:
                if not self._queue:
                    return
                key = self._queue.popleft()
                meter = self._storage.get(key)
            if meter is not None and meter.level(max(self._now, now)).reset_after == 0:
                self._storage.pop(key, None)
                self._locks.pop(key, None)
            else:
                with self._guard:
                    self._queue.append(key)

    def __len__(self):
        return len(self._storage)
