"""GCRA in integers: every time is multiplied by the limit."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("_limit", "_period", "_burst", "_tolerance", "_tat")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._tolerance, self._tat = quota.burst * quota.period, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError("out of range")
        t = now * self._limit
        x = (self._tat if self._tat > t else t) + cost * self._period
        if (early := x - t - self._tolerance) > 0:
            return -(-early // self._limit)
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self._tat - now * self._limit)
        return Level(max(0, (self._tolerance - ahead) // self._period), -(-ahead // self._limit))
