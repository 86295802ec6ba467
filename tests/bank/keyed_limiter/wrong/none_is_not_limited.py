"""Takes the key None for "no key", and lets it pass.

Breaks: law 2 (the answers of the bare meter, for any hashable key)
Level: keys
Shows: 1/10: allow(0, None) allow(0, None)
Expected: True, False; yours: True, True
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if key is None:
                granted = self._new_meter().take(now, cost) == 0
            elif key in self._meters:
                granted = self._meters[key].take(now, cost) == 0
            else:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
                self._queue.append(key)
            if self._queue:
                self._look_at(self._queue.popleft())
            return granted

    def _look_at(self, key):
        if self._meters[key].level(self._now).reset_after:
            self._queue.append(key)
        else:
            del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
