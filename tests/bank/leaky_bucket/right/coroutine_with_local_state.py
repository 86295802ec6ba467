"""Keeps water and clock as local variables of a coroutine to which every question is sent."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


def bucket(quota):
    water, clock, rate = Fraction(0), 0, Fraction(quota.limit, quota.period)
    answer = None
    while True:
        question, now, cost = yield answer
        now = max(now, clock)
        there = max(Fraction(0), water - (now - clock) * rate)
        match question:
            case "take":
                water, clock = there, now
                answer = max(0, ceil((water + cost - quota.burst) / rate))
                if answer == 0:
                    water += cost
            case "level":
                answer = Level(floor(quota.burst - there), ceil(there / rate))
            case "delay":
                answer = ceil(there / rate)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.inside = bucket(quota)
        next(self.inside)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("out of range")
        return self.inside.send(("take", now, cost))

    def level(self, now: int) -> Level:
        return self.inside.send(("level", now, 0))

    def delay(self, now: int) -> int:
        return self.inside.send(("delay", now, 0))
