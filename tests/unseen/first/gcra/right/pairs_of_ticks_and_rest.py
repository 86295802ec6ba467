"""Times are pairs (whole ticks, numerator) in lowest terms, compared as tuples, like a timespec."""

from math import gcd

from ratelimit import Level, Quota

Span = tuple[int, int]


class GCRA:
    def __init__(self, quota: Quota) -> None:
        g = gcd(quota.limit, quota.period)
        self._den = quota.limit // g
        self._num = quota.period // g
        self._burst = quota.burst
        self._tolerance = self._interval(quota.burst)
        self._tat: Span = (0, 0)

    def _interval(self, cost: int) -> Span:
        return divmod(cost * self._num, self._den)

    def _add(self, a: Span, b: Span) -> Span:
        carry, rest = divmod(a[1] + b[1], self._den)
        return a[0] + b[0] + carry, rest

    def _sub(self, a: Span, b: Span) -> Span:
        carry, rest = divmod(a[1] - b[1], self._den)
        return a[0] - b[0] + carry, rest

    @staticmethod
    def _up(a: Span) -> int:
        return a[0] + 1 if a[1] else a[0]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self._burst:
            raise ValueError("cost above the burst")
        x = self._add(max(self._tat, (now, 0)), self._interval(cost))
        ahead = self._sub(x, (now, 0))
        if ahead <= self._tolerance:
            self._tat = x
            return 0
        return self._up(self._sub(ahead, self._tolerance))

    def level(self, now: int) -> Level:
        whole, rest = self._sub(max(self._tat, (now, 0)), (now, 0))
        spent = -(-(whole * self._den + rest) // self._num)
        return Level(self._burst - spent if spent < self._burst else 0, self._up((whole, rest)))
