"""Right: one number, the (scaled) instant at which the bucket will be full, beside the clock."""

from math import gcd

from ratelimit import Level, Quota


class TokenBucket:
    __slots__ = ("_burst", "_clock", "_flow", "_full_at", "_token")

    def __init__(self, quota: Quota) -> None:
        g = gcd(quota.limit, quota.period)
        self._flow = quota.limit // g
        self._token = quota.period // g
        self._burst = quota.burst
        self._clock = self._full_at = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(cost)
        if now > self._clock:
            self._clock = now
        here = self._clock * self._flow
        full_at = max(self._full_at, here) + cost * self._token
        early = full_at - here - self._burst * self._token
        if early > 0:
            return (early + self._flow - 1) // self._flow
        self._full_at = full_at
        return 0

    def level(self, now: int) -> Level:
        here = max(now, self._clock) * self._flow
        missing = max(self._full_at - here, 0)
        return Level(self._burst - (missing + self._token - 1) // self._token, (missing + self._flow - 1) // self._flow)
