"""All state in one int: window * (limit + 1) + used. A grant adds its cost, and a later window is a larger number."""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("_base", "_period", "_word")

    def __init__(self, quota: Quota) -> None:
        if quota.burst - quota.limit:
            raise ValueError("no burst here")
        self._base = quota.limit + 1
        self._period = quota.period
        self._word = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost >= self._base:
            raise ValueError(f"1 to {self._base - 1}, not {cost}")
        self._word = word = max(self._word, now // self._period * self._base)
        if word % self._base + cost >= self._base:
            return self._period - now % self._period
        self._word = word + cost
        return 0

    def level(self, now: int) -> Level:
        used = max(self._word, now // self._period * self._base) % self._base
        return Level(self._base - 1 - used, bool(used) * (self._period - now % self._period))
