"""Whole tokens, and beside them the remainder of the last division, carried to the next refill."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.whole, self.rest, self.clock = quota.burst, 0, 0

    def _refill(self, now):
        quota = self.quota
        gained, rest = divmod(self.rest + max(0, now - self.clock) * quota.limit, quota.period)
        if self.whole + gained >= quota.burst:
            return quota.burst, 0  # full: what is over is spilt, the remainder too
        return self.whole + gained, rest

    def _ticks(self, tokens, whole, rest):
        missing = (tokens - whole) * self.quota.period - rest
        wait, more = divmod(missing, self.quota.limit)
        return wait + 1 if more else wait

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.quota.burst:
            raise ValueError(f"{cost=} is not within 1 and {self.quota.burst}")
        self.whole, self.rest = self._refill(now)
        self.clock = max(now, self.clock)
        if self.whole < cost:
            return self._ticks(cost, self.whole, self.rest)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, rest = self._refill(now)
        return Level(whole, self._ticks(self.quota.burst, whole, rest))
