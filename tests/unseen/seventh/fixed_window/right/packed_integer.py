"""Right: the whole state is one int, window number times (limit + 1) plus units used, unpacked with divmod."""

from ratelimit import Level, Quota


class FixedWindow:
    """Comparing two packed states compares their windows first, so max() does the rollover."""

    __slots__ = ("_base", "_limit", "_period", "_state")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._base = quota.limit + 1
        self._state = 0

    def _state_at(self, now: int) -> int:
        empty = now // self._period * self._base
        return max(self._state, empty)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost must be in 1..{self._limit}, got {cost}")
        self._state = self._state_at(now)
        if self._state % self._base + cost <= self._limit:
            self._state += cost
            return 0
        return self._period - now % self._period

    def level(self, now: int) -> Level:
        _, used = divmod(self._state_at(now), self._base)
        return Level(self._limit - used, self._period - now % self._period if used else 0)
