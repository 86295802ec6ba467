"""How far the TAT leads the last moment looked at, as a Fraction of ticks, and that moment: no absolute TAT."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("_lead", "_moment", "_quota")

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._lead = Fraction(0)
        self._moment = 0

    def _lead_at(self, now):
        if now <= self._moment:
            return self._lead
        return max(Fraction(0), self._lead - (now - self._moment))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self._quota
        if cost not in range(1, quota.burst + 1):
            raise ValueError(f"cost {cost} not in 1..{quota.burst}")
        self._lead, self._moment = self._lead_at(now), max(now, self._moment)
        lead = self._lead + Fraction(cost * quota.period, quota.limit)
        wait = ceil(lead - Fraction(quota.burst * quota.period, quota.limit))
        if wait <= 0:
            self._lead = lead
            return 0
        return wait

    def level(self, now: int) -> Level:
        lead = self._lead_at(now)
        return Level(self._quota.burst - ceil(lead * self._quota.limit / self._quota.period), ceil(lead))
