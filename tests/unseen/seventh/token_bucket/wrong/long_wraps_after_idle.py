"""Wrong: a Java port with 64-bit longs, `elapsed * limit` overflows (bucket4j #51); shows after an idle spell times limit of 2**63 or more."""

from ratelimit import Level, Quota

_MASK = (1 << 64) - 1


def _long(value: int) -> int:
    value &= _MASK
    return value - (1 << 64) if value >> 63 else value


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.refill_tokens = quota.limit
        self.refill_period = quota.period
        self.capacity = quota.burst
        self.available = quota.burst
        self.rounding_error = 0
        self.last_refill = 0

    def _refilled(self, now: int) -> tuple[int, int]:
        if now <= self.last_refill:
            return self.available, self.rounding_error
        divided = _long((now - self.last_refill) * self.refill_tokens + self.rounding_error)
        calculated, error = divmod(divided, self.refill_period)
        size = self.available + calculated
        return (self.capacity, 0) if size >= self.capacity else (size, error)

    def _delay(self, tokens: int, size: int, error: int) -> int:
        return max(0, -(-((tokens - size) * self.refill_period - error) // self.refill_tokens))

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.capacity:
            raise ValueError(f"number of tokens to consume must be within 1..{self.capacity}")
        self.available, self.rounding_error = self._refilled(now)
        self.last_refill = max(now, self.last_refill)
        if cost <= self.available:
            self.available -= cost
            return 0
        return self._delay(cost, self.available, self.rounding_error)

    def level(self, now: int) -> Level:
        size, error = self._refilled(now)
        return Level(size, self._delay(self.capacity, size, error))
