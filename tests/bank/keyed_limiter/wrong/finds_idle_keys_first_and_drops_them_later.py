"""Finds idle keys under the lock, lets it go, and drops them under it again without another look.

Breaks: law 8 (threads never over-spend)
Level: race
Shows: A notes that ann is idle and releases the lock; B takes ann's only unit; A drops ann; B calls allow(ann) again
Expected: True, then False; yours: True, then True from a new meter
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._meters = {}
        self._ring = deque()
        self._now = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            created = meter is None
            if created:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._now = now
            if created:
                self._meters[key] = meter
                self._ring.append(key)
            idle = self._idle_keys(now)
        # clients shouldn't wait for the cleaning, so it has a turn of its own
        if idle:
            with self._lock:
                for key in idle:
                    self._meters.pop(key, None)
        return granted

    def _idle_keys(self, now):
        idle = []
        for _ in range(min(2, len(self._ring))):
            key = self._ring.popleft()
            meter = self._meters.get(key)
            if meter is None:
                continue
            if meter.level(now).reset_after:
                self._ring.append(key)
            else:
                idle.append(key)
        return idle

    def __len__(self):
        with self._lock:
            return len(self._meters)
