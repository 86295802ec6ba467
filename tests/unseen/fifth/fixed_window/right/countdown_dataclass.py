"""Right: counts what is left down to zero, and keeps the edge at which it is full again instead of a window number."""

from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass(eq=False)
class FixedWindow:
    quota: Quota
    left: int = field(init=False)
    edge: int = field(init=False)

    def __post_init__(self) -> None:
        if self.quota.burst != self.quota.limit:
            raise ValueError("burst and limit differ")
        self.left = self.quota.limit
        self.edge = self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0:
            raise ValueError("cost below 1")
        if cost > self.quota.limit:
            raise ValueError("cost above the limit")
        if now >= self.edge:
            self.edge = now + self.quota.period - now % self.quota.period
            self.left = self.quota.limit
        if self.left >= cost:
            self.left -= cost
            return 0
        return self.edge - now

    def level(self, now: int) -> Level:
        if now >= self.edge or self.left == self.quota.limit:
            return Level(self.quota.limit, 0)
        return Level(self.left, self.edge - now)
