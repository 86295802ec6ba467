"""Right: an abstract meter finds every wait by doubling and halving over one pure question, `would it be granted then?`; a dataclass below it answers."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from ratelimit import Level, Quota


class SearchingMeter(ABC):
    """Knows nothing of tokens: everything follows from `affords` and `spend`."""

    capacity: int

    @abstractmethod
    def affords(self, now: int, cost: int) -> bool: ...

    @abstractmethod
    def spend(self, now: int, cost: int) -> None: ...

    @abstractmethod
    def touch(self, now: int) -> int: ...

    def wait(self, now: int, cost: int) -> int:
        if self.affords(now, cost):
            return 0
        high = 1
        while not self.affords(now + high, cost):
            high *= 2
        low = high // 2  # still refused
        while high - low > 1:
            middle = (low + high) // 2
            if self.affords(now + middle, cost):
                high = middle
            else:
                low = middle
        return high

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost must be within 1..{self.capacity}: {cost}")
        now = self.touch(now)
        if (wait := self.wait(now, cost)) == 0:
            self.spend(now, cost)
        return wait

    def level(self, now: int) -> Level:
        low, high = 0, self.capacity + 1
        while high - low > 1:
            middle = (low + high) // 2
            if self.affords(now, middle):
                low = middle
            else:
                high = middle
        return Level(low, self.wait(now, self.capacity))


@dataclass(slots=True)
class TokenBucket(SearchingMeter):
    quota: Quota
    capacity: int = field(init=False)
    clock: int = field(init=False, default=0)
    _stock: int = field(init=False)

    def __post_init__(self) -> None:
        self.capacity = self.quota.burst
        self._stock = self.capacity * self.quota.period

    def stock(self, now: int) -> int:
        inflow = max(now - self.clock, 0) * self.quota.limit
        return min(self._stock + inflow, self.capacity * self.quota.period)

    def affords(self, now: int, cost: int) -> bool:
        return self.stock(now) >= cost * self.quota.period

    def touch(self, now: int) -> int:
        self._stock, self.clock = self.stock(now), max(now, self.clock)
        return self.clock

    def spend(self, now: int, cost: int) -> None:
        self._stock -= cost * self.quota.period
