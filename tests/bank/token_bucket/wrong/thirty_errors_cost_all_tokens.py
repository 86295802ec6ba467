"""Takes a caller for hostile after thirty impossible costs in a row, and empties the bucket at the next call.

Breaks: law 4 (never is an error)
Level: exact
Shows: 1/8: take([0] * 30, 2) take(0)
Expected: thirty errors, 0; yours: thirty errors, 8
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period
        self.tokens = self.full  # in parts, of which a token has as many as the period has ticks
        self.at = self.errors = 0

    def _tokens(self, now: int) -> int:
        return min(self.full, self.tokens + (now - self.at) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            self.errors += 1
            raise ValueError(f"cost {cost}")
        now = max(now, self.at)
        self.tokens, self.at = self._tokens(now), now
        if self.errors >= 30:
            self.tokens = 0
        self.errors = 0
        missing = cost * self.quota.period - self.tokens
        if missing > 0:
            return -(-missing // self.quota.limit)
        self.tokens = -missing
        return 0

    def level(self, now: int) -> Level:
        tokens = self._tokens(max(now, self.at))
        return Level(tokens // self.quota.period, -(-(self.full - tokens) // self.quota.limit))
