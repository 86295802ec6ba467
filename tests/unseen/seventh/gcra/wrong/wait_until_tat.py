"""Wrong: as ratelimit_meter #36, a refused take is told to wait until TAT, not until TAT less the tolerance; shows in a refusal of less than the whole burst."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.weight = Fraction(quota.period, quota.limit)
        self.capacity = quota.burst
        self.tau = self.weight * quota.burst
        self.tat: Fraction | None = None

    def _tat(self, now: int) -> Fraction:
        return Fraction(now) if self.tat is None else max(self.tat, Fraction(now))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError(f"InsufficientCapacity({cost})")
        tat = self._tat(now)
        if tat + cost * self.weight - now > self.tau:
            return ceil(tat - now)
        self.tat = tat + cost * self.weight
        return 0

    def level(self, now: int) -> Level:
        ahead = self._tat(now) - now
        return Level(max(0, floor((self.tau - ahead) / self.weight)), ceil(ahead))
