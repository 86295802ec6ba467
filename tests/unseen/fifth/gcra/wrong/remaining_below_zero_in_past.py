"""Wrong: `remaining` is not stopped at 0, and below the clock TAT can be further ahead than the burst."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("limit", "period", "burst", "tat")

    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0

    def _ahead(self, now: int) -> int:
        return max(0, self.tat - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError(f"cost not in 1..{self.burst}")
        ahead = self._ahead(now) + cost * self.period
        if ahead <= self.burst * self.period:
            self.tat = now * self.limit + ahead
            return 0
        return -((self.burst * self.period - ahead) // self.limit)

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        remaining = self.burst + -ahead // self.period
        return Level(remaining, -(-ahead // self.limit))
