"""Wrong: the wait is cut to whole ticks (and at least 1) instead of rounded up; shows when the missing tokens take 1 2/3 ticks."""

from fractions import Fraction

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = Fraction(quota.burst)
        self.updated = 0

    def _available(self, now: int) -> Fraction:
        elapsed = max(0, now - self.updated)
        return min(Fraction(self.burst), self.tokens + elapsed * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"invalid cost: {cost}")
        self.tokens = self._available(now)
        self.updated = max(self.updated, now)
        if self.tokens < cost:
            retry_after = int((cost - self.tokens) / self.rate)
            return max(retry_after, 1)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._available(now)
        missing = self.burst - tokens
        return Level(int(tokens), -int(-missing / self.rate // 1))
