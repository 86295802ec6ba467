"""Right: a dict of meters and a deque of its keys, of which each call turns one step: new ones are looked at last."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.mutex = threading.RLock()
        self.meters = {}
        self.queue = deque()
        self.latest = None

    def allow(self, key, cost=1):
        self.mutex.acquire()
        try:
            now = self.clock()
            if self.latest is not None and now < self.latest:
                now = self.latest
            try:
                meter = self.meters[key]
            except KeyError:
                meter = self.new_meter()
                wait = meter.take(now, cost)
                self.meters[key] = meter
                self.queue.append(key)
            else:
                wait = meter.take(now, cost)
            self.latest = now

            oldest = self.queue.popleft()
            if self.meters[oldest].level(now).reset_after > 0:
                self.queue.append(oldest)
            else:
                self.meters.pop(oldest)
            return wait == 0
        finally:
            self.mutex.release()

    def __len__(self):
        with self.mutex:
            return len(self.meters)
