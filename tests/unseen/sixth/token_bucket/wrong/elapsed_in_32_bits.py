"""Wrong: a port from C: elapsed is a uint32_t, so after an idle time of 2**32 ticks (4.3 s of ns) it starts again at 0."""

from ratelimit import Level, Quota

UINT32_MAX = 0xFFFFFFFF


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tokens = quota.burst * quota.period
        self.stamp = 0

    def _elapsed(self, now: int) -> int:
        if now <= self.stamp:
            return 0
        return (now - self.stamp) & UINT32_MAX

    def _refilled(self, now: int) -> int:
        return min(self.tokens + self._elapsed(now) * self.limit, self.burst * self.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost: out of range")
        self.tokens = self._refilled(now)
        if now > self.stamp:
            self.stamp = now
        if self.tokens >= cost * self.period:
            self.tokens -= cost * self.period
            return 0
        return (cost * self.period - self.tokens + self.limit - 1) // self.limit

    def level(self, now: int) -> Level:
        tokens = self._refilled(now)
        return Level(tokens // self.period, (self.burst * self.period - tokens + self.limit - 1) // self.limit)
