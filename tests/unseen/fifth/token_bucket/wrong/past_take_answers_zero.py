"""Wrong: a take below the clock is not served, but its wait is worked out as usual, and may be 0 without any spending."""

from abc import ABC, abstractmethod

from ratelimit import Level, Quota


class Meter(ABC):
    """Checks the arguments and keeps the clock; a subclass knows the algorithm."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost must be in 1..{self.capacity}")
        if now < self.clock:
            return self.wait(cost)  # late: it can't be served any more
        self.advance(now - self.clock)
        self.clock = now
        wait = self.wait(cost)
        if wait == 0:
            self.spend(cost)
        return wait

    @abstractmethod
    def advance(self, ticks: int) -> None: ...

    @abstractmethod
    def wait(self, cost: int) -> int: ...

    @abstractmethod
    def spend(self, cost: int) -> None: ...


class TokenBucket(Meter):
    def __init__(self, quota: Quota) -> None:
        super().__init__(quota.burst)
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.inside = self.brim

    def _after(self, ticks: int) -> int:
        return min(self.brim, self.inside + ticks * self.quota.limit)

    def advance(self, ticks: int) -> None:
        self.inside = self._after(ticks)

    def wait(self, cost: int) -> int:
        return max(0, -((self.inside - cost * self.quota.period) // self.quota.limit))

    def spend(self, cost: int) -> None:
        self.inside -= cost * self.quota.period

    def level(self, now: int) -> Level:
        inside = self._after(max(0, now - self.clock))
        return Level(inside // self.quota.period, -((inside - self.brim) // self.quota.limit))
