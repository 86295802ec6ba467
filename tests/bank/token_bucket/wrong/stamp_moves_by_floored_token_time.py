"""Moves the last refill on by the time of the tokens that came, rounded down: part of a tick counts twice.

Breaks: law 9 (No drift)
Level: exact
Shows: 2/3 burst 3: take(0, 3) take(2, 3)
Expected: 3; yours: 2
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    """Only whole tokens are counted; the rest of the time stays in `stamp`, so no fraction is lost."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst
        self.stamp = 0

    def _sync(self, now: int) -> tuple[int, int]:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        fresh = max(0, now - self.stamp) * limit // period
        if self.tokens + fresh >= burst:
            return burst, max(now, self.stamp)
        return self.tokens + fresh, self.stamp + fresh * period // limit

    def _wait(self, tokens: int, stamp: int, now: int, target: int) -> int:
        if tokens >= target:
            return 0
        due = stamp - (-(target - tokens) * self.quota.period // self.quota.limit)
        return max(1, due - now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost must be within 1..burst")
        self.tokens, self.stamp = self._sync(now)
        wait = self._wait(self.tokens, self.stamp, now, cost)
        if not wait:
            self.tokens -= cost
        return wait

    def level(self, now: int) -> Level:
        tokens, stamp = self._sync(now)
        return Level(tokens, self._wait(tokens, stamp, now, self.quota.burst))
