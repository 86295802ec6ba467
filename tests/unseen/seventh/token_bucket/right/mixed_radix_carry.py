"""Right: whole tokens, and the carry in period-ths of a token, kept apart as in bucket4j's rounding error; only divmod."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.refillTokens = quota.limit
        self.refillPeriod = quota.period
        self.currentSize = quota.burst
        self.roundingError = 0  # in [0, refillPeriod): that many parts of one token more
        self.lastRefillTime = 0

    # -- public ------------------------------------------------------------------------------------------------------

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.capacity:
            raise ValueError("tokensToConsume is out of range")
        self.refill(now)
        if cost > self.currentSize:
            return self.ticksUntil(cost, self.currentSize, self.roundingError)
        self.currentSize -= cost
        return 0

    def level(self, now: int) -> Level:
        size, error = self.project(now)
        return Level(size, self.ticksUntil(self.capacity, size, error))

    # -- private -----------------------------------------------------------------------------------------------------

    def refill(self, now: int) -> None:
        if now <= self.lastRefillTime:
            return
        self.currentSize, self.roundingError = self.project(now)
        self.lastRefillTime = now

    def project(self, now: int) -> tuple[int, int]:
        elapsed = now - self.lastRefillTime
        if elapsed <= 0:
            return self.currentSize, self.roundingError
        generated, error = divmod(elapsed * self.refillTokens + self.roundingError, self.refillPeriod)
        size = self.currentSize + generated
        if size >= self.capacity:
            return self.capacity, 0
        return size, error

    def ticksUntil(self, wanted: int, size: int, error: int) -> int:
        deficit = (wanted - size) * self.refillPeriod - error
        if deficit <= 0:
            return 0
        ticks, rest = divmod(deficit, self.refillTokens)
        return ticks + 1 if rest else ticks
