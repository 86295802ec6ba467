"""An OrderedDict turned like a wheel: a context manager on an RLock hands out the time, and the front is looked at."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager


class KeyedLimiter:
    def __init__(self, new_meter: Callable, clock: Callable[[], int]) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.mutex = threading.RLock()
        self.latest = 0
        self.wheel: OrderedDict[Hashable, object] = OrderedDict()

    @contextmanager
    def instant(self) -> Iterator[int]:
        with self.mutex:
            self.latest = max(self.latest, self.clock())
            yield self.latest

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.instant() as now:
            self.turn(now)
            if key in self.wheel:
                return self.wheel[key].take(now, cost) == 0
            newcomer = self.new_meter()
            granted = newcomer.take(now, cost) == 0
            self.wheel[key] = newcomer
            return granted

    def turn(self, now: int) -> None:
        if not self.wheel:
            return
        front = next(iter(self.wheel))
        if self.wheel[front].level(now).reset_after == 0:
            del self.wheel[front]
        else:
            self.wheel.move_to_end(front)

    def __len__(self) -> int:
        with self.mutex:
            return len(self.wheel)
