"""Wrong: passes on what the clock gives: when that is set back, a meter is asked about a time behind its own."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.mutex = threading.RLock()
        self.meters = {}
        self.queue = deque()

    def allow(self, key, cost=1):
        self.mutex.acquire()
        try:
            now = self.clock()
            try:
                meter = self.meters[key]
            except KeyError:
                meter = self.new_meter()
                wait = meter.take(now, cost)
                self.meters[key] = meter
                self.queue.append(key)
            else:
                wait = meter.take(now, cost)

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
