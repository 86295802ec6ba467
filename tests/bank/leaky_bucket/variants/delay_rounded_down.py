"""Variant of wrong/delay_rounded_down: keeps the tick at which it runs dry as a Fraction, two helpers for rounding."""

from fractions import Fraction

from ratelimit import Level, Quota


def up(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


def down(number: Fraction) -> int:
    return number.numerator // number.denominator


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.each = Fraction(quota.period, quota.limit)
        self.dry = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.burst + 1):
            raise ValueError("cost")
        dry = max(self.dry, Fraction(now)) + cost * self.each
        early = dry - self.burst * self.each - now
        if early > 0:
            return up(early)
        self.dry = dry
        return 0

    def level(self, now: int) -> Level:
        queue = max(Fraction(0), self.dry - now)
        return Level(max(0, down(self.burst - queue / self.each)), up(queue))

    def delay(self, now: int) -> int:
        return down(max(Fraction(0), self.dry - now))
