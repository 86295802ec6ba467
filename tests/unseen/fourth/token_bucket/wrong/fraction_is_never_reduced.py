"""Tokens are a numerator and a denominator that are multiplied at each refill and never reduced, so they grow with the calls."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.num, self.den = quota.burst, 1
        self.clock = 0

    def _refilled(self, now: int) -> tuple[int, int]:
        passed = now - self.clock
        if passed <= 0:
            return self.num, self.den
        # num / den + passed * limit / period
        num = self.num * self.period + passed * self.limit * self.den
        den = self.den * self.period
        return (num, den) if num < self.burst * den else (self.burst, 1)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.num, self.den = self._refilled(now)
        self.clock = max(self.clock, now)
        left = self.num - cost * self.den
        if left < 0:
            return -(left * self.period // (self.limit * self.den))
        self.num = left
        return 0

    def level(self, now: int) -> Level:
        num, den = self._refilled(now)
        return Level(num // den, -((num - self.burst * den) * self.period // (self.limit * den)))
