"""Wrong: below the clock the wait is cut by how far back now is, not lengthened, and a refusal may read 0, as if granted."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._full = quota.burst * quota.period
        self._parts = self._full
        self._clock = 0

    def _flow(self, now: int) -> int:
        return min(self._full, self._parts + max(0, now - self._clock) * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost must be at least 1 and at most the burst")
        self._parts = self._flow(now)
        self._clock = max(self._clock, now)
        missing = cost * self._quota.period - self._parts
        if missing <= 0:
            self._parts -= cost * self._quota.period
            return 0
        ready = self._clock + -(-missing // self._quota.limit)
        return max(0, ready - self._clock - (self._clock - now))

    def level(self, now: int) -> Level:
        parts = self._flow(now)
        return Level(parts // self._quota.period, -(-(self._full - parts) // self._quota.limit))
