"""Wrong: keeps the hash of a key in place of the key, to save memory; -1 and -2 have the same hash in CPython, and so share a meter (law 2)."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._digests = deque()
        self._now = 0
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        digest = hash(key)
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(digest)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[digest] = meter
                self._digests.append(digest)
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            self._look_at(2, now)
            return granted

    def _look_at(self, few, now):
        for _ in range(min(few, len(self._digests))):
            digest = self._digests.popleft()
            if self._meters[digest].level(now).reset_after:
                self._digests.append(digest)
            else:
                del self._meters[digest]

    def __len__(self):
        return len(self._meters)
