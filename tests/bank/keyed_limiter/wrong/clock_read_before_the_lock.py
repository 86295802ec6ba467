"""Reads the clock before it gets the lock, so a call that waited for it decides with a time that has passed.

Breaks: law 2 (the clock is read under the lock that guards the meter)
Level: race
Shows: 1/10: "a" was used at 0; a thread calls allow("a"), reads 5 and waits for the lock until the clock says 20
Expected: the take is made at 20: True; yours: at 5: False
Shipped: limits 5.2.0, asyncio memory storage, #277: the cut-off was computed outside the lock and dropped a newer entry
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._latest = 0
        self._meters = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        read = self._clock()
        with self._lock:
            now = self._latest = max(self._latest, read)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            first = self._queue.popleft()
            if self._meters[first].level(now).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
