"""Wrong: the idle time after which the bucket counts as full is rounded down, so it is full a part of a tick early."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


@dataclass(slots=True)
class TokenBucket:
    quota: Quota
    _tokens: Fraction = field(init=False)
    _updated: int = field(init=False, default=0)
    _fill_time: int = field(init=False)

    def __post_init__(self) -> None:
        self._tokens = Fraction(self.quota.burst)
        self._fill_time = self.quota.burst * self.quota.period // self.quota.limit

    def _tokens_at(self, now: int) -> Fraction:
        elapsed = now - self._updated
        if elapsed >= self._fill_time and elapsed > 0:
            return Fraction(self.quota.burst)
        refill = Fraction(max(elapsed, 0) * self.quota.limit, self.quota.period)
        return min(Fraction(self.quota.burst), self._tokens + refill)

    def _time_for(self, tokens: Fraction) -> int:
        return ceil(tokens * self.quota.period / self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self.quota.burst:
            raise ValueError("cost is above the burst")
        self._tokens = self._tokens_at(now)
        self._updated = max(now, self._updated)
        if self._tokens < cost:
            return self._time_for(cost - self._tokens)
        self._tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._tokens_at(now)
        return Level(floor(tokens), self._time_for(self.quota.burst - tokens))
