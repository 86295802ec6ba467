"""Decides alike by counting tokens; keeps its own clock, and below it refuses with 1 and shows nothing."""

from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass
class GCRA:
    quota: Quota
    tokens: int = field(init=False)
    clock: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.tokens = self.quota.burst * self.quota.period

    def _now_has(self, now: int) -> int:
        q = self.quota
        return min(q.burst * q.period, self.tokens + (now - self.clock) * q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError(f"cost {cost}, burst {q.burst}")
        if now < self.clock:
            return 1
        self.tokens = self._now_has(now)
        self.clock = now
        if self.tokens >= cost * q.period:
            self.tokens -= cost * q.period
            return 0
        wait, rest = divmod(cost * q.period - self.tokens, q.limit)
        return wait + (rest > 0)

    def level(self, now: int) -> Level:
        q = self.quota
        if now < self.clock:
            return Level(0, 1)
        there = self._now_has(now)
        wait, rest = divmod(q.burst * q.period - there, q.limit)
        return Level(there // q.period, wait + (rest > 0))
