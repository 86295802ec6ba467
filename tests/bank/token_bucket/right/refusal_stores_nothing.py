"""Stores tokens and time only when it grants: a refusal leaves everything as it was, even the time."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.tokens, self.at = quota.burst * quota.period, 0

    def _look(self, now: int) -> int:
        return min(self.q.burst * self.q.period, self.tokens + max(0, now - self.at) * self.q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.q.burst:
            raise ValueError(cost)
        left = self._look(now) - cost * self.q.period
        if left >= 0:
            self.tokens, self.at = left, max(self.at, now)
            return 0
        return -(left // self.q.limit)

    def level(self, now: int) -> Level:
        tokens = self._look(now)
        return Level(tokens // self.q.period, -((tokens - self.q.burst * self.q.period) // self.q.limit))
