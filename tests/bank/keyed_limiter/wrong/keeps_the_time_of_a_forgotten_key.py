"""Drops a key's meter, but keeps the key in the dict of the times of its last call.

Breaks: law 6 (a key is dropped with all that belongs to it)
Level: forget
Shows: a thousand keys, one call each, then as many calls for others when they are idle: len is right, the keys stay
Expected: nothing refers to a forgotten key any more; yours: an entry with key and time for each one
Shipped: not known
"""

from collections import deque
from threading import Lock


class KeyedLimiter:
    IDLE_CHECKS = 2

    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.meters = {}
        self.last_seen = {}
        self.queue = deque()
        self.lock = Lock()
        self.now = 0

    def __len__(self):
        with self.lock:
            return len(self.meters)

    def allow(self, key, cost=1):
        self.lock.acquire()
        try:
            now = self.clock()
            if now < self.now:
                now = self.now
            is_new = key not in self.meters
            meter = self.new_meter() if is_new else self.meters[key]
            granted = meter.take(now, cost) == 0
            if is_new:
                self.meters[key] = meter
                self.queue.append(key)
            self.now = self.last_seen[key] = now
            self._check_idle()
            return granted
        finally:
            self.lock.release()

    def _check_idle(self):
        for _ in range(self.IDLE_CHECKS):
            if not self.queue:
                break
            key = self.queue.popleft()
            # somebody who called just now can't be idle, don't bother the meter
            if self.last_seen[key] == self.now or self.meters[key].level(self.now).reset_after:
                self.queue.append(key)
                continue
            del self.meters[key]
