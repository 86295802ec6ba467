"""Wrong: the lock is released by hand at the end: after an error from the meter it stays held, and the next thread waits for ever."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.mutex = threading.Lock()
        self.meters = {}
        self.queue = deque()
        self.latest = None

    def allow(self, key, cost=1):
        self.mutex.acquire()
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
        self.mutex.release()
        return wait == 0

    def __len__(self):
        with self.mutex:
            return len(self.meters)
