"""Wrong: whole tokens with a carried remainder, but a bucket that is full keeps the remainder too, so it can hold more."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens = quota.burst
        self.remainder = 0
        self.last = 0

    def _refill(self, now: int) -> tuple[int, int]:
        gained, remainder = divmod(max(0, now - self.last) * self.limit + self.remainder, self.period)
        return min(self.burst, self.tokens + gained), remainder

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost is out of range")
        self.tokens, self.remainder = self._refill(now)
        self.last = max(self.last, now)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return -((self.remainder - (cost - self.tokens) * self.period) // self.limit)

    def level(self, now: int) -> Level:
        tokens, remainder = self._refill(now)
        if tokens == self.burst:
            return Level(tokens, 0)
        return Level(tokens, -((remainder - (self.burst - tokens) * self.period) // self.limit))
