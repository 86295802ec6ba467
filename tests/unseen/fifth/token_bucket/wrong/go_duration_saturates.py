"""Wrong: as in Go, the time between two calls saturates at 2**63 - 1 ticks."""

from ratelimit import Level, Quota

MAX_DURATION = (1 << 63) - 1


def _sub(later: int, earlier: int) -> int:
    """time.Time.Sub for times that may be out of order."""
    return max(0, min(MAX_DURATION, later - earlier))


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.last = 0
        self.tokens = quota.burst * quota.period

    def advance(self, now: int) -> tuple[int, int]:
        elapsed = _sub(now, self.last)
        tokens = self.tokens + elapsed * self.quota.limit
        if tokens > self.quota.burst * self.quota.period:
            tokens = self.quota.burst * self.quota.period
        return max(now, self.last), tokens

    def duration_from_tokens(self, tokens: int) -> int:
        seconds, rest = divmod(tokens, self.quota.limit)
        return seconds + 1 if rest else seconds

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.burst:
            raise ValueError("rate: cost exceeds limiter's burst")
        self.last, self.tokens = self.advance(now)
        need = cost * self.quota.period
        if self.tokens < need:
            return self.duration_from_tokens(need - self.tokens)
        self.tokens -= need
        return 0

    def level(self, now: int) -> Level:
        _, tokens = self.advance(now)
        return Level(
            tokens // self.quota.period, self.duration_from_tokens(self.quota.burst * self.quota.period - tokens)
        )
