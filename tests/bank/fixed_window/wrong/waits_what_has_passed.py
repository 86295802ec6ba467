"""Names the ticks since the window began as the wait, instead of those until it ends.

Breaks: law 4 (the wait is the time to the start of the next window)
Level: boundary
Shows: 3/10: take(4, 3) take(4)
Expected: take(4) answers 6; yours: 4
Shipped: not known
"""

from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass
class FixedWindow:
    quota: Quota
    index: int = field(default=0, init=False)
    count: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.quota.burst != self.quota.limit:
            raise ValueError(f"burst {self.quota.burst} differs from limit {self.quota.limit}")

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost {cost} is not in 1..{self.quota.limit}")
        index, elapsed = divmod(now, self.quota.period)
        if index > self.index:
            self.index, self.count = index, 0
        if self.count + cost <= self.quota.limit:
            self.count += cost
            return 0
        return elapsed or self.quota.period

    def level(self, now: int) -> Level:
        index, elapsed = divmod(now, self.quota.period)
        count = self.count if index <= self.index else 0
        return Level(self.quota.limit - count, self.quota.period - elapsed if count else 0)
