"""Wrong: only a call that brings a new key looks for one to drop: regular clients alone forget nobody."""

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
                oldest = self.queue.popleft() if self.queue else key
                self.queue.append(key)
                if oldest is not key:
                    if self.meters[oldest].level(now).reset_after > 0:
                        self.queue.append(oldest)
                    else:
                        self.meters.pop(oldest)
            else:
                wait = meter.take(now, cost)
            self.latest = now
            return wait == 0
        finally:
            self.mutex.release()

    def __len__(self):
        with self.mutex:
            return len(self.meters)
