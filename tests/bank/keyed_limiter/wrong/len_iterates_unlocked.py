"""Counts the keys by walking over the dict without the lock, while calls add to it and drop from it.

Breaks: law 3 (no interleaving raises)
Level: race
Shows: one thread calls len() again and again, others call allow with new keys
Expected: a number each time; yours: RuntimeError, dictionary changed size during iteration, now and then
Shipped: limits 4.4.1, asyncio memory storage, #267: walked over its keys while others were added; the same RuntimeError
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
        with self._lock:
            self._latest = max(self._latest, self._clock())
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            granted = meter.take(self._latest, cost) == 0
            if not known:
                self._meters[key] = meter
                self._queue.append(key)
            first = self._queue.popleft()
            if self._meters[first].level(self._latest).reset_after:
                self._queue.append(first)
            else:
                del self._meters[first]
            return granted

    def __len__(self):
        return sum(1 for _ in self._meters)
