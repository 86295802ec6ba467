"""Wrong: sweeps first and reads the clock afterwards, so what has become fresh since the last call is seen one call too late (law 6)."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.meters = {}
        self.turn = deque()
        self.now = 0
        self.lock = threading.Lock()

    def sweep(self):
        for _ in range(min(len(self.turn), 2)):
            key = self.turn.popleft()
            if self.meters[key].level(self.now).reset_after == 0:
                del self.meters[key]
            else:
                self.turn.append(key)

    def allow(self, key, cost=1):
        with self.lock:
            self.sweep()
            now = max(self.now, self.clock())
            meter = self.meters.get(key)
            if meter is None:
                meter = self.new_meter()
                granted = meter.take(now, cost) == 0
                self.meters[key] = meter
                self.turn.append(key)
            else:
                granted = meter.take(now, cost) == 0
            self.now = now
            return granted

    def __len__(self):
        return len(self.meters)
