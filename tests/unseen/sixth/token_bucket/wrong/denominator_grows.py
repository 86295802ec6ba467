"""Wrong: exact, with a numerator and a denominator that are never reduced: busy, each call makes them longer by the period."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.num, self.den = quota.burst, 1
        self.clock = 0

    def _tokens(self, now: int) -> tuple[int, int]:
        if now <= self.clock:
            return self.num, self.den
        # num/den + elapsed*limit/period
        num = self.num * self.quota.period + (now - self.clock) * self.quota.limit * self.den
        den = self.den * self.quota.period
        if num >= self.quota.burst * den:
            return self.quota.burst, 1
        return num, den

    def _ticks(self, num: int, den: int) -> int:
        return -(-num * self.quota.period // (den * self.quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost is out of range")
        self.num, self.den = self._tokens(now)
        self.clock = max(self.clock, now)
        left = self.num - cost * self.den
        if left >= 0:
            self.num = left
            return 0
        return self._ticks(-left, self.den)

    def level(self, now: int) -> Level:
        num, den = self._tokens(now)
        return Level(num // den, self._ticks(self.quota.burst * den - num, den))
