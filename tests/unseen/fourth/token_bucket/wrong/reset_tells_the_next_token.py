"""`reset_after` is the time until there is one whole token more, not until the bucket is full."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._l, self._p, self._b = quota.limit, quota.period, quota.burst
        self._span = quota.burst * quota.period
        self._full_at = self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._b:
            raise ValueError(f"a cost of {cost}")
        self._clock = max(now, self._clock)
        at = self._clock * self._l
        full_at = max(self._full_at, at) + cost * self._p
        early = full_at - at - self._span
        if early > 0:
            return (early - 1) // self._l + 1
        self._full_at = full_at
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        to_go = max(0, self._full_at - now * self._l)
        remaining, part = divmod(self._span - to_go, self._p)
        return Level(remaining, -(-(self._p - part) // self._l) if to_go else 0)
