"""Moves every earlier time up to its clock, for looking too, and stores how far TAT is ahead of that clock in units."""

from fractions import Fraction

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.unit = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.spent, self.clock = Fraction(0), 0

    def _spent(self, now: int) -> Fraction:
        return max(Fraction(0), self.spent - (max(now, self.clock) - self.clock) / self.unit)

    def _ticks(self, units: Fraction) -> int:
        return max(0, -(-(units * self.unit) // 1))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(cost)
        self.spent, self.clock = self._spent(now), max(now, self.clock)
        wait = self._ticks(self.spent + cost - self.burst)
        self.spent += 0 if wait else cost
        return wait

    def level(self, now: int) -> Level:
        spent = self._spent(now)
        return Level((self.burst - spent) // 1, self._ticks(spent))
