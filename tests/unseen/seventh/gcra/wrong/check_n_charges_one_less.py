"""Wrong: a port of governor's check_n: the weight of n cells is (n - 1)*T in the check, and in what is stored too; shows after a take of a cost above 1."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.t = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tau = self.t * (quota.burst - 1)
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"InsufficientCapacity({self.burst})")
        if cost == 1:
            return self.test_and_update(now)
        return self.test_n_all_and_update(now, cost)

    def test_and_update(self, now: int) -> int:
        tat = max(self.tat, Fraction(now))
        earliest = tat - self.tau
        if now < earliest:
            return ceil(earliest - now)
        self.tat = tat + self.t
        return 0

    def test_n_all_and_update(self, now: int, n: int) -> int:
        additional_weight = self.t * (n - 1)
        tat = max(self.tat, Fraction(now))
        earliest = tat + additional_weight - self.tau
        if now < earliest:
            return ceil(earliest - now)
        self.tat = tat + additional_weight
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, Fraction(now)) - now
        return Level(max(0, floor(self.burst - ahead / self.t)), ceil(ahead))
