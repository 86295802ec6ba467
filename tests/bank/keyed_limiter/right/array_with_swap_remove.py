"""Holds the keys in an array that a hand walks along; an idle one is replaced by the last."""

import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter, self.clock, self.turn = new_meter, clock, threading.RLock()
        self.meters, self.array, self.hand, self.now = {}, [], 0, 0

    def allow(self, key, cost=1):
        with self.turn:
            now = max(self.clock(), self.now)
            new = key not in self.meters
            meter = self.new_meter() if new else self.meters[key]
            granted = meter.take(now, cost) == 0
            self.now = now
            if new:
                self.meters[key] = meter
                self.array.append(key)
            for _ in range(min(3, len(self.array))):
                self.hand %= len(self.array)
                other = self.array[self.hand]
                if self.meters[other].level(now).reset_after:
                    self.hand += 1
                else:
                    last = self.array.pop()
                    if self.hand < len(self.array):
                        self.array[self.hand] = last
                    del self.meters[other]
            return granted

    def __len__(self):
        with self.turn:
            return len(self.meters)
