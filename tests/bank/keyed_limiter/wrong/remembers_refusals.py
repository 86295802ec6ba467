"""Remembers until when a key was refused and does not ask the meter before, though a smaller cost would fit.

Breaks: law 2 (the answers of the bare meter)
Level: answers
Shows: 2/10: allow(0, "a") allow(0, "a", 2) allow(0, "a")
Expected: True, False, True; yours: True, False, False
Shipped: not known
"""

from collections import deque
from threading import Lock


class Slot:
    def __init__(self, meter):
        self.meter = meter
        self.closed_until = 0

    def take(self, now, cost):
        if now < self.closed_until and cost >= 1:
            return False
        wait = self.meter.take(now, cost)
        if wait:
            self.closed_until = now + wait
        return wait == 0


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._slots = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            slot = self._slots.get(key)
            if slot is None:
                slot = Slot(self._new_meter())
                granted = slot.take(now, cost)
                self._slots[key] = slot
                self._queue.append(key)
            else:
                granted = slot.take(now, cost)
            first = self._queue.popleft()
            if self._slots[first].meter.level(now).reset_after:
                self._queue.append(first)
            else:
                del self._slots[first]
            return granted

    def __len__(self):
        with self._lock:
            return len(self._slots)
