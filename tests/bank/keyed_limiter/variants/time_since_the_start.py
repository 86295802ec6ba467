"""Variant of wrong/time_since_the_start: a heap of the times at which keys should be asked again."""

from heapq import heappop, heappush
from itertools import count
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.lock = Lock()
        self.epoch = clock()
        self.now = 0
        self.held = {}
        self.heap = []
        self.serial = count()

    def allow(self, key, cost: int = 1) -> bool:
        with self.lock:
            now = max(self.now, self.clock() - self.epoch)
            meter = self.held.get(key)
            fresh = meter is None
            if fresh:
                meter = self.new_meter()
            granted = not meter.take(now, cost)
            self.now = now
            if fresh:
                self.held[key] = meter
                self._ask_later(key)
            self._ask_one()
            return granted

    def _ask_later(self, key) -> None:
        due = self.now + self.held[key].level(self.now).reset_after
        heappush(self.heap, (due, next(self.serial), key))

    def _ask_one(self) -> None:
        if self.heap[0][0] > self.now:
            return
        key = heappop(self.heap)[2]
        if self.held[key].level(self.now).reset_after > 0:
            self._ask_later(key)
        else:
            del self.held[key]

    def __len__(self) -> int:
        with self.lock:
            return len(self.held)
