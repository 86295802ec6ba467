"""Wrong: the tokens are a ratio of two ints that is never reduced, so it grows by some digits with each refill."""

from math import gcd

from ratelimit import Level, Quota


class Ratio:
    """A ratio with just what the bucket needs."""

    __slots__ = ("num", "den")

    def __init__(self, num: int, den: int = 1) -> None:
        self.num, self.den = num, den

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.num * other.den + other.num * self.den, self.den * other.den)

    def __sub__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.num * other.den - other.num * self.den, self.den * other.den)

    def __lt__(self, other: "Ratio") -> bool:
        return self.num * other.den < other.num * self.den

    def over(self, other: "Ratio") -> int:
        """The quotient, rounded up."""
        return -(-self.num * other.den // (self.den * other.num))


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = Ratio(quota.burst)
        self.rate = Ratio(quota.limit, quota.period)
        self.tokens = self.burst
        self.last = 0

    def _current(self, now: int) -> Ratio:
        if now <= self.last:
            return self.tokens
        tokens = self.tokens + Ratio(self.rate.num * (now - self.last), self.rate.den)
        return self.burst if self.burst < tokens else tokens

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst.num:
            raise ValueError("cost out of range")
        self.tokens = self._current(now)
        self.last = max(self.last, now)
        wanted = Ratio(cost)
        if self.tokens < wanted:
            return (wanted - self.tokens).over(self.rate)
        self.tokens = self.tokens - wanted
        return 0

    def level(self, now: int) -> Level:
        tokens = self._current(now)
        return Level(tokens.num // tokens.den, (self.burst - tokens).over(self.rate))
