"""Wrong: elapsed time is clamped to the time that fills the bucket, rounded down, so it never gets quite full again."""

from ratelimit import Level, Quota


class TokenBucket:
    """The clamp keeps elapsed * limit from overflowing after a long idle time, as in older versions of x/time/rate."""

    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens = quota.burst * quota.period
        self.last = 0

    def _duration_from_tokens(self, tokens: int) -> int:
        return tokens // self.limit

    def _advance(self, now: int) -> int:
        max_elapsed = self._duration_from_tokens(self.burst * self.period - self.tokens)
        elapsed = min(max(0, now - self.last), max_elapsed)
        return self.tokens + elapsed * self.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"n must be in 1..{self.burst}")
        tokens = self._advance(now)
        self.last = max(self.last, now)
        needed = cost * self.period
        if tokens < needed:
            self.tokens = tokens
            return -((tokens - needed) // self.limit)
        self.tokens = tokens - needed
        return 0

    def level(self, now: int) -> Level:
        tokens = self._advance(now)
        return Level(tokens // self.period, -((tokens - self.burst * self.period) // self.limit))
