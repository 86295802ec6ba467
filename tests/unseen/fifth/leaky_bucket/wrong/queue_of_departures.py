"""Wrong: it keeps a real queue with an entry for every grant that hasn't leaked, so what it keeps grows with the burst."""

from collections import deque
from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._gap = Fraction(quota.period, quota.limit)
        self._burst = quota.burst
        self._line: deque[Fraction] = deque()  # when each of those who are in line will have leaked

    def _until_empty(self, now: int) -> Fraction:
        if not self._line or self._line[-1] <= now:
            return Fraction(0)
        return self._line[-1] - now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost out of range")
        line = self._line
        while line and (line[0] <= now):
            line.popleft()
        ahead = self._until_empty(now)
        early = ahead - (self._burst - cost) * self._gap
        if early > 0:
            return ceil(early)
        line.append(now + ahead + cost * self._gap)
        return 0

    def delay(self, now: int) -> int:
        return ceil(self._until_empty(now))

    def level(self, now: int) -> Level:
        return Level(max(0, self._burst - ceil(self._until_empty(now) / self._gap)), self.delay(now))
