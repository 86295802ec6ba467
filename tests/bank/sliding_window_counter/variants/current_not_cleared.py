"""Variant of wrong/current_not_cleared: a dataclass moves on by whole windows, on a copy for level."""

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass
class Pair:
    number: int = 0
    before: int = 0
    current: int = 0

    def roll(self, number: int) -> "Pair":
        if number == self.number + 1:
            self.before = self.current
        elif number > self.number:
            self.before = self.current = 0
        self.number = max(self.number, number)
        return self


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota = quota
        self.pair = Pair()
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        pair = self.pair.roll(self.clock // period)
        left = period - self.clock % period
        if pair.before * left + (pair.current + cost) * period <= limit * period:
            pair.current += cost
            return 0
        if pair.current + cost <= limit:
            return left - (limit - pair.current - cost) * period // pair.before
        return left + period - (limit - cost) * period // pair.current

    def level(self, now: int) -> Level:
        period = self.quota.period
        pair = replace(self.pair).roll(now // period)
        left = period - now % period
        used = -(-pair.before * left // period) + pair.current
        reset = left + period if pair.current else left if pair.before else 0
        return Level(max(0, self.quota.limit - used), reset)
