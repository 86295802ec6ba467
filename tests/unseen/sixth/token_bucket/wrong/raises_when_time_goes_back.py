"""Wrong: a take below the clock raises ValueError ("time went backwards"), though its cost is valid."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst * quota.period
        self.last = 0

    def _elapsed(self, now: int) -> int:
        if now < self.last:
            raise ValueError(f"time went backwards: {now} is before {self.last}")
        return now - self.last

    def _refilled(self, elapsed: int) -> int:
        return min(self.quota.burst * self.quota.period, self.tokens + elapsed * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be 1 to {self.quota.burst}")
        self.tokens = self._refilled(self._elapsed(now))
        self.last = now
        left = self.tokens - cost * self.quota.period
        if left >= 0:
            self.tokens = left
            return 0
        return -(left // self.quota.limit)

    def level(self, now: int) -> Level:
        tokens = self._refilled(max(0, now - self.last))
        return Level(
            tokens // self.quota.period, -((tokens - self.quota.burst * self.quota.period) // self.quota.limit)
        )
