"""Keeps the latest time with each stripe, so that the limiter's time steps back from one stripe to the next.

Breaks: law 2 (the limiter's clock never goes back)
Level: clock
Shows: 1/10: allow(20, 0) allow(5, 1) allow(20, 1)
Expected: True, True, False; yours: True, True, True
Shipped: not known
"""

import threading
from collections import deque


class Stripe:
    def __init__(self, new_meter, clock):
        self.new_meter, self.clock = new_meter, clock
        self.lock = threading.Lock()
        self.latest = 0
        self.meters = {}
        self.queue = deque()

    def take(self, key, cost):
        with self.lock:
            self.latest = max(self.latest, self.clock())
            meter = self.meters.get(key)
            if meter is not None:
                return meter.take(self.latest, cost) == 0
            meter = self.new_meter()
            wait = meter.take(self.latest, cost)
            self.meters[key] = meter
            self.queue.append(key)
            return wait == 0

    def look(self):
        with self.lock:
            if self.queue:
                self.latest = max(self.latest, self.clock())
                key = self.queue.popleft()
                if self.meters[key].level(self.latest).reset_after:
                    self.queue.append(key)
                else:
                    del self.meters[key]


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._stripes = [Stripe(new_meter, clock) for _ in range(4)]

    def allow(self, key, cost=1):
        granted = self._stripes[hash(key) % 4].take(key, cost)
        for stripe in self._stripes:
            stripe.look()
        return granted

    def __len__(self):
        for stripe in self._stripes:
            stripe.lock.acquire()
        try:
            return sum(len(stripe.meters) for stripe in self._stripes)
        finally:
            for stripe in self._stripes:
                stripe.lock.release()
