"""Says to wait for the newest grant to leave instead of the oldest ones that are in the way.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0) take(4) take(5)
Expected: 5; yours: 9
Shipped: limits issues 200 and 202: took the reset time from the newest entry instead of the oldest
"""

from collections import deque
from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass
class SlidingLog:
    quota: Quota
    log: deque = field(default_factory=deque)
    used: int = 0
    clock: int = 0

    def __post_init__(self) -> None:
        if self.quota.burst != self.quota.limit:
            raise ValueError("burst must equal limit")

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.quota.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost > self.quota.limit:
            return self.log[-1][0] + self.quota.period - now
        self.log.append((now, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.quota.period:
                return Level(self.quota.limit - used, self.log[-1][0] + self.quota.period - now)
            used -= units
        return Level(self.quota.limit, 0)
