"""Wrong: a lock per key in a dict of its own that never shrinks; the meter of a fresh key goes, and its lock stays for ever (law 6)."""

import threading
from collections import defaultdict, deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._locks = defaultdict(threading.Lock)
        self._queue = deque()
        self._now = 0
        self._admin = threading.RLock()

    def allow(self, key, cost=1):
        with self._admin:
            lock = self._locks[key]
        with self._admin, lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
                self._queue.append(key)
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            self._tidy(now)
            return granted

    def _tidy(self, now):
        for _ in range(min(2, len(self._queue))):
            key = self._queue.popleft()
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._queue.append(key)

    def __len__(self):
        with self._admin:
            return len(self._meters)
