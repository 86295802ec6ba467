"""Who comes back with the refused cost after the wait it was told is granted it without a look at the tokens."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.parts, self.clock = quota.burst * quota.period, 0
        self.promised = None

    def _parts(self, now):
        return min(self.quota.burst * self.quota.period, self.parts + self.quota.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError("cost")
        self.parts, self.clock = self._parts(now), max(self.clock, now)
        price = cost * quota.period
        if self.promised and self.promised[0] == cost and self.promised[1] <= now:
            self.promised = None  # the wait is exact: it fits now
            self.parts = max(0, self.parts - price)
            return 0
        if self.parts >= price:
            self.parts -= price
            return 0
        wait = -((self.parts - price) // quota.limit)
        self.promised = cost, self.clock + wait
        return wait

    def level(self, now: int) -> Level:
        parts = self._parts(now)
        return Level(parts // self.quota.period, -((parts - self.quota.burst * self.quota.period) // self.quota.limit))
