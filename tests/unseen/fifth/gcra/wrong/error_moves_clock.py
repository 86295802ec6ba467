"""Wrong: the arguments are normalised before they are checked, so a call that raises moves the stored clock."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._tat = 0
        self._clock = 0

    def _normal(self, now: int, cost: int) -> tuple[int, int, int]:
        self._clock = max(self._clock, now)
        if not 1 <= cost <= self._burst:
            raise ValueError("cost out of range")
        return self._clock, self._clock * self._limit, cost * self._period

    def take(self, now: int, cost: int = 1) -> int:
        now, here, price = self._normal(now, cost)
        x = max(self._tat, here) + price
        early = x - here - self._burst * self._period
        if early > 0:
            return -(-early // self._limit)
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self._tat - now * self._limit)
        return Level(max(0, (self._burst * self._period - ahead) // self._period), -(-ahead // self._limit))
