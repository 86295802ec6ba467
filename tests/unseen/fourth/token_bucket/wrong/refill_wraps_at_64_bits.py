"""What has flowed in is a signed 64 bit product of limit and elapsed ticks, which is negative after a long idle time."""

from ratelimit import Level, Quota


def long(number: int) -> int:
    """A Java long."""
    return (number + 2**63) % 2**64 - 2**63


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity, self.refill_tokens, self.refill_period = quota.burst, quota.limit, quota.period
        self.size = quota.burst * quota.period
        self.last_refill = 0

    def _available(self, now: int) -> int:
        elapsed = now - self.last_refill
        if elapsed <= 0:
            return self.size
        grown = self.size + long(elapsed * self.refill_tokens)
        return min(grown, self.capacity * self.refill_period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0:
            raise ValueError("tokens to consume must be positive")
        if cost > self.capacity:
            raise ValueError("tokens to consume must be at most the capacity")
        self.size = self._available(now)
        self.last_refill = max(now, self.last_refill)
        deficit = cost * self.refill_period - self.size
        if deficit > 0:
            return (deficit + self.refill_tokens - 1) // self.refill_tokens
        self.size = -deficit
        return 0

    def level(self, now: int) -> Level:
        size = self._available(now)
        lack = self.capacity * self.refill_period - size
        return Level(max(0, size) // self.refill_period, (lack + self.refill_tokens - 1) // self.refill_tokens)
