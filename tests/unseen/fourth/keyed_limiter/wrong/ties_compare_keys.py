"""Orders keys that are due at the same tick by the keys themselves, and a text and a number can't be compared."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import RLock

from ratelimit import Clock, Meter


@dataclass(order=True, slots=True)
class Appointment:
    due: int
    key: Hashable
    number: int


@dataclass(eq=False)
class KeyedLimiter:
    """One meter per key; an appointment for each."""

    new_meter: Callable[[], Meter]
    clock: Clock
    meters: dict[Hashable, Meter] = field(default_factory=dict, init=False)
    queue: list[Appointment] = field(default_factory=list, init=False)
    now: int = field(default=0, init=False)
    count: int = field(default=0, init=False)
    guard: RLock = field(default_factory=RLock, init=False, repr=False)

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.guard:
            self.now = max(self.now, self.clock())
            self.keep_appointments()
            if key in self.meters:
                return self.meters[key].take(self.now, cost) == 0
            meter = self.new_meter()
            wait = meter.take(self.now, cost)
            self.meters[key] = meter
            self.count += 1
            heapq.heappush(self.queue, Appointment(self.now, key, self.count))
            return wait == 0

    def keep_appointments(self) -> None:
        for _ in range(2):
            if not self.queue or self.queue[0].due > self.now:
                return
            first = self.queue[0]
            reset = self.meters[first.key].level(self.now).reset_after
            if reset == 0:
                heapq.heappop(self.queue)
                del self.meters[first.key]
            else:
                heapq.heapreplace(self.queue, Appointment(self.now + reset, first.key, first.number))

    def __len__(self) -> int:
        with self.guard:
            return len(self.meters)
