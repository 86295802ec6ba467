"""Tokens are a straight line in time, followed backwards too: the past has fewer tokens (allowed: stricter), and nothing is minted on the way back."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass
class Line:
    base: int
    slope: int
    top: int

    def at(self, t: int) -> int:
        return min(self.top, self.base + self.slope * t)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, top = quota.terms
        self._burst = quota.burst
        self._unit = period
        self._line = Line(top, limit, top)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self._burst + 1):
            raise ValueError(f"{cost} is not within 1..{self._burst}")
        line = self._line
        after = line.at(now) - cost * self._unit
        if after < 0:
            return -(after // line.slope)
        line.base = after - line.slope * now
        return 0

    def level(self, now: int) -> Level:
        line = self._line
        there = line.at(now)
        return Level(max(0, there // self._unit), -((there - line.top) // line.slope))
