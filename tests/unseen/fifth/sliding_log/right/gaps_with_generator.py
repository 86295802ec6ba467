"""Right: the log keeps the gaps between grants, not their ticks; a generator adds them up from the old end."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from ratelimit import Level, Quota


class Entry(NamedTuple):
    gap: int  # ticks since the entry before
    units: int


class Window(ABC):
    """What any kind of window checks before it looks at its grants."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst of its own")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("nothing asked for")
        if cost > self.limit:
            raise ValueError("more than ever fits")
        self.clock = max(self.clock, now)
        return self.decide(now, cost)

    @abstractmethod
    def decide(self, now: int, cost: int) -> int: ...


class SlidingLog(Window):
    def __init__(self, quota: Quota) -> None:
        super().__init__(quota)
        self.entries: deque[Entry] = deque()
        self.before = 0  # the tick from which the gap of the oldest entry is counted
        self.newest = 0
        self.counting = 0

    def walk(self) -> Iterator[tuple[int, int]]:
        """Tick and units of each entry, oldest first."""
        tick = self.before
        for gap, units in self.entries:
            tick += gap
            yield tick, units

    def forget(self) -> None:
        horizon = self.clock - self.period
        while self.entries and self.before + self.entries[0].gap <= horizon:
            gap, units = self.entries.popleft()
            self.before += gap
            self.counting -= units

    def decide(self, now: int, cost: int) -> int:
        self.forget()
        excess = self.counting + cost - self.limit
        if excess <= 0:
            self.entries.append(Entry(self.clock - self.newest, cost))
            self.newest = self.clock
            self.counting += cost
            return 0
        for tick, units in self.walk():
            excess -= units
            if excess <= 0:
                return tick + self.period - now
        raise AssertionError("the excess is at most what counts")

    def level(self, now: int) -> Level:
        counting = self.counting
        for tick, units in self.walk():
            if tick > now - self.period:
                break
            counting -= units
        return Level(self.limit - counting, self.newest + self.period - now if counting else 0)
