"""Wrong: acquire and release without try/finally, so whatever the meter, new_meter or the clock raises leaves the lock held, and the next call hangs."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.lock = threading.RLock()
        self.meters = {}
        self.queue = deque()
        self.now = 0

    def allow(self, key, cost=1):
        self.lock.acquire()
        now = max(self.now, self.clock())
        meter = self.meters.get(key)
        if meter is None:
            meter = self.new_meter()
            granted = meter.take(now, cost) == 0
            self.meters[key] = meter
            self.queue.append(key)
        else:
            granted = meter.take(now, cost) == 0
        self.now = now
        self.clean(now)
        self.lock.release()
        return granted

    def clean(self, now):
        for _ in range(min(2, len(self.queue))):
            key = self.queue.popleft()
            if self.meters[key].level(now).reset_after == 0:
                self.meters.pop(key)
            else:
                self.queue.append(key)

    def __len__(self):
        return len(self.meters)
