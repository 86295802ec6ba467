"""The twin of a token bucket: a debt in parts of a unit at the tick it was last brought up to date."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._rate = quota.limit
        self._unit = quota.period
        self._burst = quota.burst
        self._debt = 0
        self._asof = 0

    def _debt_at(self, now):
        paid = (now - self._asof) * self._rate
        if paid >= self._debt:
            return 0
        return self._debt - paid

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self._burst:
            raise ValueError("cost must be at most the burst")
        now = max(now, self._asof)
        self._debt = self._debt_at(now)
        self._asof = now
        missing = self._debt + cost * self._unit - self._burst * self._unit
        if missing > 0:
            wait, rest = divmod(missing, self._rate)
            return wait + (1 if rest else 0)
        self._debt += cost * self._unit
        return 0

    def level(self, now: int) -> Level:
        debt = self._debt_at(max(now, self._asof))
        units, rest = divmod(debt, self._unit)
        remaining = self._burst - units - (1 if rest else 0)
        ticks, rest = divmod(debt, self._rate)
        return Level(remaining, ticks + (1 if rest else 0))
