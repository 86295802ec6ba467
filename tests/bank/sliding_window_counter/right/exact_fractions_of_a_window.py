"""Measures time in windows with `Fraction`, so the formula is written as in the brief and rounded up once, at the end."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst and limit must be one")
        self.quota = quota
        self.counts = {}
        self.newest = 0

    def _at(self, now):
        place = max(Fraction(now, self.quota.period), Fraction(self.newest))
        number = floor(place)
        return place, number, self.counts.get(number - 1, 0), self.counts.get(number, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"{cost} is never granted")
        place, number, before, current = self._at(now)
        self.newest = number
        self.counts = {number - 1: before, number: current}
        room = self.quota.limit - cost
        if before * (1 - (place - number)) + current <= room:
            self.counts[number] += cost
            return 0
        if current <= room:
            goal = number + 1 - Fraction(room - current, before)
        else:
            goal = number + 2 - Fraction(room, current)
        return ceil((goal - place) * self.quota.period)

    def level(self, now: int) -> Level:
        place, number, before, current = self._at(now)
        free = self.quota.limit - before * (1 - (place - number)) - current
        end = number + 2 if current else number + 1 if before else place
        return Level(max(0, floor(free)), ceil((end - place) * self.quota.period))
