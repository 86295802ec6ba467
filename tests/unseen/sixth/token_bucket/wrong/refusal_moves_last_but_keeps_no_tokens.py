"""Wrong: a refusal moves the clock but doesn't store what had flowed in until then, so whoever retries early starves."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._rate = Fraction(quota.limit, quota.period)
        self._burst = quota.burst
        self._tokens = Fraction(quota.burst)
        self._last = 0

    def _available(self, now: int) -> Fraction:
        return min(Fraction(self._burst), self._tokens + self._rate * max(0, now - self._last))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be at least 1 and at most {self._burst}")
        available = self._available(now)
        self._last = max(now, self._last)
        if available < cost:
            return ceil((cost - available) / self._rate)
        self._tokens = available - cost
        return 0

    def level(self, now: int) -> Level:
        available = self._available(now)
        return Level(floor(available), ceil((self._burst - available) / self._rate))
