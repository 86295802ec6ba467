"""Variant of wrong/clock_passed_through: a deque that is rotated, and a small class around the clock."""

from collections import deque
from threading import Lock


class Watch:
    def __init__(self, clock) -> None:
        self.clock, self.shown = clock, 0

    def read(self) -> int:
        return self.clock()


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.watch = Watch(clock)
        self.factory = new_meter
        self.by_key = {}
        self.round = deque()
        self.door = Lock()

    def allow(self, key, cost: int = 1) -> bool:
        with self.door:
            now = self.watch.read()
            known = key in self.by_key
            meter = self.by_key[key] if known else self.factory()
            wait = meter.take(now, cost)
            self.watch.shown = now
            if not known:
                self.by_key[key] = meter
                self.round.append(key)
            if self.by_key[self.round[0]].level(now).reset_after > 0:
                self.round.rotate(-1)
            else:
                self.by_key.pop(self.round.popleft())
            return wait == 0

    def __len__(self) -> int:
        with self.door:
            return len(self.by_key)
