"""Wrong: water must stay below the brim (`>=` overflows), unless the bucket is empty; shows in the take that would fill it exactly."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size = quota.burst
        self.leak_rate = Fraction(quota.limit, quota.period)
        self.content = Fraction(0)
        self.time = 0

    def _content(self, now: int) -> Fraction:
        return max(Fraction(0), self.content - self.leak_rate * max(0, now - self.time))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.size:
            raise ValueError("does not fit")
        self.content, self.time = self._content(now), max(now, self.time)
        if self.content and self.content + cost >= self.size:
            return max(1, ceil((self.content + cost - self.size) / self.leak_rate))
        self.content += cost
        return 0

    def level(self, now: int) -> Level:
        content = self._content(now)
        return Level(floor(self.size - content), ceil(content / self.leak_rate))

    def delay(self, now: int) -> int:
        return ceil(self._content(now) / self.leak_rate)
