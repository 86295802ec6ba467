"""Whole tokens and a remainder are kept apart, carried with divmod, in lowest terms; a refusal stores nothing, not even the time."""

from math import gcd

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        g = gcd(quota.limit, quota.period)
        self.num = quota.limit // g
        self.den = quota.period // g
        self.burst = quota.burst
        self.whole = quota.burst
        self.part = 0
        self.stamp = 0

    def _look(self, now):
        elapsed = now - self.stamp
        if elapsed <= 0:
            return self.whole, self.part
        more, part = divmod(self.part + elapsed * self.num, self.den)
        whole = self.whole + more
        return (whole, part) if whole < self.burst else (self.burst, 0)

    def _ticks(self, goal, whole, part):
        if whole >= goal:
            return 0
        lacking = (goal - whole) * self.den - part
        ticks, rest = divmod(lacking, self.num)
        return ticks + 1 if rest else ticks

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.burst < cost:
            raise ValueError("cost must be from 1 to the burst")
        whole, part = self._look(now)
        if whole >= cost:
            self.whole, self.part, self.stamp = whole - cost, part, max(self.stamp, now)
            return 0
        return self._ticks(cost, whole, part)

    def level(self, now: int) -> Level:
        whole, part = self._look(now)
        return Level(whole, self._ticks(self.burst, whole, part))
