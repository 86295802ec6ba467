"""Wrong: `get(key) or new_meter()` replaces a meter that counts as false by a new one, so a spent key has its units back at once."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter, self.clock = new_meter, clock
        self.meters, self.queue = {}, deque()
        self.now = 0
        self.lock = threading.Lock()

    def allow(self, key, cost=1):
        with self.lock:
            now = max(self.now, self.clock())
            known = key in self.meters
            meter = self.meters.get(key) or self.new_meter()
            granted = meter.take(now, cost) == 0
            self.now = now
            self.meters[key] = meter
            if not known:
                self.queue.append(key)
            for _ in range(min(2, len(self.queue))):
                other = self.queue.popleft()
                if self.meters[other].level(now).reset_after:
                    self.queue.append(other)
                else:
                    del self.meters[other]
            return granted

    def __len__(self):
        return len(self.meters)
