"""Right: the whole state is one integer, window * (limit + 1) + used, so that a roll over is a max()."""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("_base", "_period", "_state")

    def __init__(self, quota: Quota) -> None:
        if quota.burst - quota.limit:
            raise ValueError(quota)
        self._base = quota.limit + 1
        self._period = quota.period
        self._state = 0

    def _at(self, now: int) -> int:
        return max(self._state, now // self._period * self._base)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost < self._base:
            raise ValueError(cost)
        poured = self._at(now) + cost
        if poured // self._base != (poured - cost) // self._base:
            return -now % self._period or self._period
        self._state = poured
        return 0

    def level(self, now: int) -> Level:
        used = self._at(now) % self._base
        return Level(self._base - 1 - used, (-now % self._period or self._period) if used else 0)
