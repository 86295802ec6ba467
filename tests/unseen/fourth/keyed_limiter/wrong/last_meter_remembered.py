"""Remembers the last key's meter for the next call, also when the sweep has just dropped that key."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import RLock

from ratelimit import Clock, Meter


@dataclass(order=True, slots=True)
class Appointment:
    due: int
    number: int
    key: Hashable = field(compare=False)


@dataclass(eq=False)
class KeyedLimiter:
    """One meter per key; an appointment for each."""

    new_meter: Callable[[], Meter]
    clock: Clock
    meters: dict[Hashable, Meter] = field(default_factory=dict, init=False)
    queue: list[Appointment] = field(default_factory=list, init=False)
    now: int = field(default=0, init=False)
    count: int = field(default=0, init=False)
    last: tuple = field(default=(object(), None), init=False)
    guard: RLock = field(default_factory=RLock, init=False, repr=False)

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.guard:
            self.now = max(self.now, self.clock())
            self.keep_appointments()
            if key == self.last[0]:
                return self.last[1].take(self.now, cost) == 0
            if key in self.meters:
                self.last = (key, self.meters[key])
                return self.meters[key].take(self.now, cost) == 0
            meter = self.new_meter()
            wait = meter.take(self.now, cost)
            self.meters[key] = meter
            self.count += 1
            heapq.heappush(self.queue, Appointment(self.now, self.count, key))
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
                heapq.heapreplace(self.queue, Appointment(self.now + reset, first.number, first.key))

    def __len__(self) -> int:
        with self.guard:
            return len(self.meters)
