"""Fetches or makes the meter before it has the lock, and may spend from one that was dropped meanwhile.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 1/10: "a" was used at 0 and is fresh at 20; a thread has its meter in hand and waits for the lock, which
    another holds to drop it
Expected: the take is remembered: allow(20, "a") again is False; yours: True
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
        mine = self._new_meter()
        meter = self._meters.setdefault(key, mine)  # one atomic step
        with self._lock:
            self._now = max(self._now, self._clock())
            try:
                wait = meter.take(self._now, cost)
            except ValueError:
                if meter is mine:
                    self._meters.pop(key, None)
                raise
            if meter is mine:
                self._queue.append(key)
            if self._queue:
                self._look_at(self._queue.popleft())
            return wait == 0

    def _look_at(self, key):
        if key in self._meters:
            if self._meters[key].level(self._now).reset_after:
                self._queue.append(key)
            else:
                del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
