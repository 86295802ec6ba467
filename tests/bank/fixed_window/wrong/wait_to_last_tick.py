"""Says to wait until the last tick of this window rather than the first of the next.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 9
Shipped: not known
"""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass
class FixedWindow:
    quota: Quota
    window: int = 0
    used: int = 0

    def __post_init__(self) -> None:
        if self.quota.burst != self.quota.limit:
            raise ValueError(f"burst must be {self.quota.limit}")

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        if now // self.quota.period > self.window:
            self.window, self.used = now // self.quota.period, 0
        if self.used + cost > self.quota.limit:
            last_tick = (self.window + 1) * self.quota.period - 1
            return max(1, last_tick - now)
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.quota.period > self.window or self.used == 0:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, (self.window + 1) * self.quota.period - now)
