"""The rest of one interval is multiplied by the cost but at most one tick is carried, the others are cut off.

Source: (c) port: a timespec addition used for a multiplication.
Witness: 7/2: take(0) take(0, 7) -> 0, right: 1
"""

from ratelimit import Level, Quota


class GCRA:
    """Times are pairs: whole ticks, and a rest in units of 1/limit tick."""

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._ticks = 0
        self._rest = 0

    def _later(self, ticks: int, rest: int, cost: int) -> tuple[int, int]:
        ticks += cost * (self._period // self._limit)
        rest += cost * (self._period % self._limit)
        if rest >= self._limit:
            ticks, rest = ticks + 1, (rest - self._limit) % self._limit
        return ticks, rest

    def _due(self, now: int) -> tuple[int, int]:
        return (self._ticks, self._rest) if self._ticks >= now else (now, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cannot take {cost} of {self._burst}")
        ticks, rest = self._later(*self._due(now), cost)
        early = (ticks - now) * self._limit + rest - self._burst * self._period
        if early > 0:
            return (early + self._limit - 1) // self._limit
        self._ticks, self._rest = ticks, rest
        return 0

    def level(self, now: int) -> Level:
        ticks, rest = self._due(now)
        ahead = (ticks - now) * self._limit + rest
        return Level(
            max(0, (self._burst * self._period - ahead) // self._period), (ahead + self._limit - 1) // self._limit
        )
