"""Limit and period in lowest terms, and a base class that only knows how a volume drains."""

from math import gcd

from ratelimit import Level, Quota


class Drain:
    def __init__(self, speed):
        self.speed = speed
        self.volume = self.time = 0

    def volume_at(self, time):
        return max(0, self.volume - self.speed * (max(time, self.time) - self.time))

    def ticks(self, volume):
        return (volume + self.speed - 1) // self.speed


class LeakyBucket(Drain):
    def __init__(self, quota: Quota) -> None:
        common = gcd(quota.limit, quota.period)
        super().__init__(quota.limit // common)
        self.unit = quota.period // common
        self.brim = quota.burst * self.unit

    def take(self, now: int, cost: int = 1) -> int:
        poured = cost * self.unit
        if poured <= 0 or poured > self.brim:
            raise ValueError(f"cost {cost} must be within 1..{self.brim // self.unit}")
        self.volume, self.time = self.volume_at(now), max(now, self.time)
        room = self.brim - self.volume
        if poured > room:
            return self.ticks(poured - room)
        self.volume += poured
        return 0

    def level(self, now: int) -> Level:
        return Level((self.brim - self.volume_at(now)) // self.unit, self.delay(now))

    def delay(self, now: int) -> int:
        return self.ticks(self.volume_at(now))
