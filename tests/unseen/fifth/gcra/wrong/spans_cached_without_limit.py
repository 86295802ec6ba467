"""Wrong: the spans cost * T are cached in the class under (period, cost), but T depends on the limit too."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    _spans: dict[tuple[int, ...], Fraction] = {}

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._tat = Fraction(0)

    def _span(self, units: int) -> Fraction:
        key = (self._quota.period, units)
        try:
            return self._spans[key]
        except KeyError:
            if len(self._spans) > 30:
                self._spans.clear()
            span = self._spans[key] = Fraction(units * self._quota.period, self._quota.limit)
            return span

    def _ahead(self, now: int) -> Fraction:
        return max(self._tat - now, Fraction(0))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost out of range")
        ahead = self._ahead(now) + self._span(cost)
        room = self._span(self._quota.burst)
        if ahead > room:
            return ceil(ahead - room)
        self._tat = now + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, floor((self._span(self._quota.burst) - ahead) / self._span(1))), ceil(ahead))
