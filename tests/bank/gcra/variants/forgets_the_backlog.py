"""Variant of wrong/forgets_the_backlog: keeps the earliest conforming time, TAT less the tolerance."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tolerance = quota.burst * quota.period
        self.opens = -self.tolerance

    def _opens(self, now: int) -> int:
        return max(self.opens, now * self.quota.limit - self.tolerance)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.burst:
            raise ValueError("a cost from 1 to the burst")
        step = cost * self.quota.period
        late = now * self.quota.limit - self._opens(now) - step
        if late < 0:
            return -(late // self.quota.limit)
        self.opens = now * self.quota.limit - self.tolerance + step
        return 0

    def level(self, now: int) -> Level:
        late = now * self.quota.limit - self._opens(now)
        full = self.tolerance - late
        return Level(max(0, late // self.quota.period), -(-full // self.quota.limit))
