"""Wrong: whoever finds the bucket full again resets its state to that moment, `level` included."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.missing = 0  # at the time `since`
        self.since = 0

    def _missing(self, now: int) -> int:
        missing = self.missing - max(0, now - self.since) * self.quota.limit
        if missing > 0:
            return missing
        # Full: start afresh, so that the numbers stay small.
        self.missing, self.since = 0, max(now, self.since)
        return 0

    def _ticks(self, amount: int) -> int:
        return -(-amount // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost}")
        missing = self._missing(now) + cost * self.quota.period
        if missing > self.brim:
            return max(1, self._ticks(missing - self.brim))
        self.missing, self.since = missing, max(now, self.since)
        return 0

    def level(self, now: int) -> Level:
        missing = self._missing(now)
        return Level((self.brim - missing) // self.quota.period, self._ticks(missing))
