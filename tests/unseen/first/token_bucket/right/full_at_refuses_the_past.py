"""Keeps only when the bucket will be full (in 1/limit ticks) and the clock; refuses every take below the clock with a huge wait."""

from ratelimit import Level, Quota

_FOREVER = 1 << 200


class TokenBucket:
    """State: `full_at`, the moment of fullness, times limit."""

    def __init__(self, quota: Quota) -> None:
        self._q = quota
        self._full_at = 0
        self._clock = -1

    def take(self, now: int, cost: int = 1) -> int:
        q = self._q
        if cost <= 0 or cost > q.burst:
            raise ValueError(cost)
        if now < self._clock:
            return _FOREVER
        self._clock = now
        t = now * q.limit
        then = max(t, self._full_at) + cost * q.period
        late = then - t - q.burst * q.period
        if late > 0:
            return 1 + (late - 1) // q.limit
        self._full_at = then
        return 0

    def level(self, now: int) -> Level:
        q = self._q
        if now < self._clock:
            return Level(0, 0)
        empty = max(0, self._full_at - now * q.limit)
        gone = -(-empty // q.period)
        return Level(q.burst - gone, -(-empty // q.limit))
