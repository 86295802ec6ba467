"""Refuses every take below its clock with a wait of 1 and answers zeros to whoever asks about a time below it."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.unit, self.size = quota.limit, quota.period, quota.burst
        self.empty_at = 0  # in 1/rate ticks
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError("never")
        if now < self.clock:
            return 1
        self.clock = now
        then = max(self.empty_at, now * self.rate) + cost * self.unit
        early = then - self.size * self.unit - now * self.rate
        if early > 0:
            return (early - 1) // self.rate + 1
        self.empty_at = then
        return 0

    def level(self, now: int) -> Level:
        if now < self.clock:
            return Level(0, 0)
        water = max(0, self.empty_at - now * self.rate)
        return Level((self.size * self.unit - water) // self.unit, self.delay(now))

    def delay(self, now: int) -> int:
        if now < self.clock:
            return 0
        return max(0, -((now * self.rate - self.empty_at) // self.rate))
