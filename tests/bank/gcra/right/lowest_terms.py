"""Limit and period divided by their greatest common divisor first: the unit of time is as coarse as it can be."""

from math import gcd

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        common = gcd(quota.limit, quota.period)
        self.scale = quota.limit // common  # units of time in a tick
        self.interval = quota.period // common  # units of time between two emissions
        self.burst = quota.burst
        self.tat = None

    def _ahead(self, now):
        if self.tat is None or self.tat <= now * self.scale:
            return 0
        return self.tat - now * self.scale

    def _to_ticks(self, units):
        ticks, rest = divmod(units, self.scale)
        return ticks + (1 if rest else 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} must be within 1..{self.burst}")
        ahead = self._ahead(now) + cost * self.interval
        if ahead > self.burst * self.interval:
            return self._to_ticks(ahead - self.burst * self.interval)
        self.tat = now * self.scale + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, (self.burst * self.interval - ahead) // self.interval), self._to_ticks(ahead))
