"""Wrong: `limit` tokens arrive all at once at each multiple of the period (a fill interval), not continuously."""

from ratelimit import Level, Quota


class TokenBucket:
    """Like Envoy's local rate limit: tokens_per_fill and fill_interval."""

    def __init__(self, quota: Quota) -> None:
        self._tokens_per_fill = quota.limit
        self._fill_interval = quota.period
        self._max_tokens = quota.burst
        self._tokens = quota.burst
        self._fills = 0

    def _peek(self, now: int) -> int:
        fills = max(0, now // self._fill_interval - self._fills)
        return min(self._max_tokens, self._tokens + fills * self._tokens_per_fill)

    def _until(self, now: int, missing: int) -> int:
        if missing <= 0:
            return 0
        fills = -(-missing // self._tokens_per_fill)
        return (now // self._fill_interval + fills) * self._fill_interval - now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._max_tokens:
            raise ValueError("cost")
        now = max(now, self._fills * self._fill_interval)
        self._tokens = self._peek(now)
        self._fills = now // self._fill_interval
        if self._tokens >= cost:
            self._tokens -= cost
            return 0
        return self._until(now, cost - self._tokens)

    def level(self, now: int) -> Level:
        tokens = self._peek(now)
        return Level(tokens, self._until(now, self._max_tokens - tokens))
