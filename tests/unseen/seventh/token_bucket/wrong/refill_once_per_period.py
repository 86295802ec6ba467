"""Wrong: `limit` tokens come at once at the end of each period (an interval refill), none in between; shows inside any period."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst
        self.refilled_at = 0

    def _refill(self, now: int) -> tuple[int, int]:
        periods = max(0, now - self.refilled_at) // self.quota.period
        tokens = min(self.quota.burst, self.tokens + periods * self.quota.limit)
        return tokens, self.refilled_at + periods * self.quota.period

    def _wait(self, now: int, refilled_at: int, missing: int) -> int:
        if missing <= 0:
            return 0
        periods = -(-missing // self.quota.limit)
        return max(1, refilled_at + periods * self.quota.period - now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(cost)
        self.tokens, self.refilled_at = self._refill(now)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return self._wait(now, self.refilled_at, cost - self.tokens)

    def level(self, now: int) -> Level:
        tokens, at = self._refill(now)
        return Level(tokens, self._wait(now, at, self.quota.burst - tokens))
