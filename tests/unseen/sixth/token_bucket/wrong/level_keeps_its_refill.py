"""Wrong: level refills the bucket for good, so a look at the future gives tokens to a take at an earlier time."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._tokens = quota.burst * quota.period
        self._clock = 0

    def _refill(self, now: int) -> None:
        if now > self._clock:
            self._tokens = min(self._burst * self._period, self._tokens + (now - self._clock) * self._limit)
            self._clock = now

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._burst:
            raise ValueError(f"cost must be in 1..{self._burst}, got {cost}")
        self._refill(now)
        if self._tokens >= cost * self._period:
            self._tokens -= cost * self._period
            return 0
        return -(-(cost * self._period - self._tokens) // self._limit)

    def level(self, now: int) -> Level:
        self._refill(now)
        missing = self._burst * self._period - self._tokens
        return Level(self._tokens // self._period, -(-missing // self._limit))
