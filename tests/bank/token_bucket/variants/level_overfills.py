"""Variant of wrong/level_overfills: take fills and spends in one expression, level sums up anew."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.cap = quota.burst * quota.period
        self.stored = self.cap
        self.moment = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.quota.burst:
            raise ValueError("cost")
        if now > self.moment:
            self.stored = min(self.cap, self.stored + (now - self.moment) * self.quota.limit)
            self.moment = now
        short = cost * self.quota.period - self.stored
        if short > 0:
            return -(-short // self.quota.limit)
        self.stored = -short
        return 0

    def level(self, now: int) -> Level:
        stored = self.stored + max(0, now - self.moment) * self.quota.limit
        return Level(stored // self.quota.period, max(0, -((stored - self.cap) // self.quota.limit)))
