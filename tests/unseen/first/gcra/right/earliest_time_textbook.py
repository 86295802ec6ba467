"""The textbook's other variable: TAT - tau, the time from which a request of no cost conforms; it starts below zero."""

from ratelimit import Level, Quota


def ceil_div(a: int, b: int) -> int:
    q, r = divmod(a, b)
    return q + bool(r)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._per, self._unit, self._tau = quota.terms
        self._most = quota.burst
        self._allow_at = -self._tau

    def _debt(self, t: int) -> int:
        return max(self._allow_at + self._tau - t, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self._most < cost:
            raise ValueError("out of range")
        t = now * self._per
        allow_at = t + self._debt(t) + cost * self._unit - self._tau
        if t >= allow_at:
            self._allow_at = allow_at
            return 0
        return ceil_div(allow_at - t, self._per)

    def level(self, now: int) -> Level:
        t = now * self._per
        debt = self._debt(t)
        return Level(max(self._tau - debt, 0) // self._unit, ceil_div(debt, self._per))
