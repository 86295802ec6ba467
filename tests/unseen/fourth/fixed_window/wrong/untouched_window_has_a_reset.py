"""It tells the ticks to the next window as `reset_after` even if nothing was granted in this one."""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("_base", "_period", "_word")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst here")
        self._base, self._period, self._word = quota.limit + 1, quota.period, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost >= self._base:
            raise ValueError(cost)
        self._word = word = max(self._word, now // self._period * self._base)
        if word % self._base + cost >= self._base:
            return self._period - now % self._period
        self._word = word + cost
        return 0

    def level(self, now: int) -> Level:
        used = max(self._word, now // self._period * self._base) % self._base
        return Level(self._base - 1 - used, self._period - now % self._period)
