"""One int: TAT times the limit, so that nothing needs to be rounded."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("_quota", "_tat")

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self._quota.limit, self._quota.period, self._quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost must be in 1..{burst}")
        x = max(self._tat, now * limit) + cost * period
        early = x - now * limit - burst * period
        if early > 0:
            return -(-early // limit)
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now * self._quota.limit, 0)
        free = self._quota.burst * self._quota.period - ahead
        return Level(max(0, free // self._quota.period), -(-ahead // self._quota.limit))
