"""No guard against a clock that goes back: the refill is linear both ways, and tokens go and come again."""

from ratelimit import Level, Quota


class TokenBucket:
    __slots__ = ("_burst", "_cap", "_last", "_limit", "_period", "_stock")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._cap = quota.burst * quota.period
        self._stock, self._last = self._cap, None

    def _at(self, now):
        if self._last is None:
            return self._cap
        return min(self._cap, self._stock + (now - self._last) * self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self._burst:
            raise ValueError(f"cost {cost} outside [1, {self._burst}]")
        self._stock, self._last = self._at(now), now
        rest = self._stock - cost * self._period
        if rest < 0:
            return -(rest // self._limit)
        self._stock = rest
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(max(0, stock // self._period), -((stock - self._cap) // self._limit))
