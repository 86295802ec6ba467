"""Variant of wrong/key_by_repr: pairs of name and meter pass through a deque, and the lock is acquired by hand."""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.lock = Lock()
        self.meter_of = {}
        self.belt = deque()
        self.high = 0

    def allow(self, key, cost: int = 1) -> bool:
        name = repr(key)
        self.lock.acquire()
        try:
            now = max(self.clock(), self.high)
            if name in self.meter_of:
                granted = self.meter_of[name].take(now, cost) == 0
            else:
                granted = self._join(name, now, cost)
            self.high = now
            self._inspect()
            return granted
        finally:
            self.lock.release()

    def _join(self, name, now: int, cost: int) -> bool:
        meter = self.new_meter()
        wait = meter.take(now, cost)
        self.meter_of[name] = meter
        self.belt.append((name, meter))
        return wait == 0

    def _inspect(self) -> None:
        pair = self.belt.popleft()
        if pair[1].level(self.high).reset_after:
            self.belt.append(pair)
            return
        del self.meter_of[pair[0]]

    def __len__(self) -> int:
        with self.lock:
            return len(self.meter_of)
