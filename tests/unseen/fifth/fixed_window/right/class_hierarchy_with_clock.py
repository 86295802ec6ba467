"""Right: an abstract meter does the checks and the clock, a subclass the window; a dict keeps the one live count."""

from abc import ABC, abstractmethod

from ratelimit import Level, Quota


class Clock:
    """Goes forward only."""

    def __init__(self) -> None:
        self.time = 0

    def advance(self, now: int) -> int:
        if now > self.time:
            self.time = now
        return self.time


class Meter(ABC):
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period = quota.limit, quota.period
        self.clock = Clock()

    def take(self, now: int, cost: int = 1) -> int:
        self.check(cost)
        at = self.clock.advance(now)
        if self.used(at) + cost <= self.limit:
            self.spend(at, cost)
            return 0
        return self.free_again(at) - now

    def check(self, cost: int) -> None:
        if cost < 1:
            raise ValueError("a take needs at least one unit")
        if cost > self.limit:
            raise ValueError("more than the meter can ever grant")

    def level(self, now: int) -> Level:
        at = max(now, self.clock.time)
        used = self.used(at)
        return Level(self.limit - used, self.free_again(at) - now if used else 0)

    @abstractmethod
    def used(self, at: int) -> int: ...

    @abstractmethod
    def spend(self, at: int, cost: int) -> None: ...

    @abstractmethod
    def free_again(self, at: int) -> int: ...


class FixedWindow(Meter):
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        super().__init__(quota)
        self.counts: dict[int, int] = {}

    def used(self, at: int) -> int:
        return self.counts.get(at // self.period, 0)

    def spend(self, at: int, cost: int) -> None:
        window = at // self.period
        self.counts = {window: self.counts.get(window, 0) + cost}

    def free_again(self, at: int) -> int:
        return at - at % self.period + self.period
