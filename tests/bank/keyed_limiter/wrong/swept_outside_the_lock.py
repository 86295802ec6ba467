"""Looks for idle keys after it has let go of the lock, and drops one that is being spent from at that moment.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 1/10: "a" was used at 0; at 20 a thread has found it fresh; before it drops it, another is granted "a"
Expected: "a" stays, and allow(20, "a") again is False; yours: True
Shipped: PyrateLimiter #300: the background leaker changed a bucket without the lock that put() holds
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
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
        self._sweep_one()  # housekeeping: no need to make others wait for it
        return wait == 0

    def _sweep_one(self):
        try:
            key = self._queue.popleft()
        except IndexError:
            return
        if self._meters[key].level(self._now).reset_after:
            self._queue.append(key)
        else:
            del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
