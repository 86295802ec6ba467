"""Right: keeps only the time at which the bucket will be full, in ticks times limit; a refusal writes nothing at all."""

from ratelimit import Level, Quota


class TokenBucket:
    __slots__ = ("_burst", "_full_at", "_limit", "_period")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._full_at = 0  # / limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self._burst:
            raise ValueError(f"a bucket of {self._burst} can't ever grant {cost}")
        at = now * self._limit
        full_at = max(at, self._full_at) + cost * self._period
        early = full_at - at - self._burst * self._period
        if early > 0:
            return (early + self._limit - 1) // self._limit
        self._full_at = full_at
        return 0

    def level(self, now: int) -> Level:
        lacking = max(0, self._full_at - now * self._limit)
        there = max(0, self._burst * self._period - lacking)
        return Level(there // self._period, (lacking + self._limit - 1) // self._limit)
