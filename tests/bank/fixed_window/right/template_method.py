"""A base class validates and keeps the clock; the algorithm below it fills in two hooks."""

from abc import ABC, abstractmethod

from ratelimit import Level, Quota


class Meter(ABC):
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} must be the limit {quota.limit}")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost {cost} is not within 1 and {self.limit}")
        self.clock = max(self.clock, now)
        wait = self.wait_for(self.clock, cost)
        if not wait:
            self.record(self.clock, cost)
        return wait

    @abstractmethod
    def wait_for(self, now: int, cost: int) -> int: ...

    @abstractmethod
    def record(self, now: int, cost: int) -> None: ...


class FixedWindow(Meter):
    counter = (0, 0)

    def wait_for(self, now: int, cost: int) -> int:
        return 0 if self.count(now) + cost <= self.limit else self.period - now % self.period

    def record(self, now: int, cost: int) -> None:
        self.counter = (now // self.period, self.count(now) + cost)

    def count(self, now: int) -> int:
        window, count = self.counter
        return count if window == now // self.period else 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        return Level(self.limit - self.count(now), self.wait_for(now, self.limit))
