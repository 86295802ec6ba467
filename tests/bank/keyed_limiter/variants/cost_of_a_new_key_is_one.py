"""Variant of wrong/cost_of_a_new_key_is_one: a dict of meters and a deque of the keys in it."""

from collections import deque
from threading import RLock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.lock = RLock()
        self.latest = 0
        self.meters = {}
        self.line = deque()

    def __len__(self) -> int:
        with self.lock:
            return len(self.line)

    def allow(self, key, cost: int = 1) -> bool:
        with self.lock:
            now = max(self.latest, self.clock())
            if key in self.meters:
                granted = self.meters[key].take(now, cost) == 0
            else:
                meter = self.new_meter()
                granted = meter.take(now, 1) == 0
                self.meters[key] = meter
                self.line.append(key)
            self.latest = now
            self._ask_first(now)
            return granted

    def _ask_first(self, now: int) -> None:
        first = self.line.popleft()
        if self.meters[first].level(now).reset_after == 0:
            del self.meters[first]
        else:
            self.line.append(first)
