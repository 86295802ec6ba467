"""Wrong: no `max(0, elapsed)`, as in throttled-py: an earlier `now` drains the bucket, below empty too; shows in a level or in later takes after time goes back."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._capacity = quota.burst
        self._tokens = quota.burst * quota.period
        self._last_refreshed = 0

    def _refresh(self, now: int) -> int:
        elapsed = now - self._last_refreshed
        return min(self._capacity * self._period, self._tokens + elapsed * self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._capacity:
            raise ValueError(f"Invalid cost: {cost}")
        tokens = self._refresh(now)
        limited = tokens < cost * self._period
        if limited:
            return -(-(cost * self._period - tokens) // self._limit)
        self._tokens = tokens - cost * self._period
        self._last_refreshed = max(now, self._last_refreshed)
        return 0

    def level(self, now: int) -> Level:
        tokens = self._refresh(now)
        reset_after = -(-(self._capacity * self._period - tokens) // self._limit)
        return Level(tokens // self._period, reset_after)
