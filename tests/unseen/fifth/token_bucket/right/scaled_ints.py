"""Whole numbers only: a token is `period` grains, a tick brings `limit` grains."""

from ratelimit import Level, Quota


class TokenBucket:
    """A bucket of `quota.burst` tokens, refilled continuously."""

    __slots__ = ("_rate", "_grain", "_burst", "_brim", "_grains", "_clock")

    def __init__(self, quota: Quota) -> None:
        self._rate = quota.limit
        self._grain = quota.period
        self._burst = quota.burst
        self._brim = quota.burst * quota.period
        self._grains = self._brim
        self._clock = 0

    def _at(self, now: int) -> int:
        elapsed = now - self._clock
        if elapsed <= 0:
            return self._grains
        return min(self._brim, self._grains + elapsed * self._rate)

    def _ticks(self, grains: int) -> int:
        return -(-grains // self._rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be 1..{self._burst}, not {cost}")
        self._grains = self._at(now)
        self._clock = max(self._clock, now)
        missing = cost * self._grain - self._grains
        if missing > 0:
            return self._ticks(missing)
        self._grains = -missing
        return 0

    def level(self, now: int) -> Level:
        grains = self._at(now)
        return Level(grains // self._grain, self._ticks(self._brim - grains))
