"""The wait of a refusal is that of an empty bucket: the tokens that are there are not subtracted."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.last = 0
        self.debt = 0

    def _advance(self, now):
        last = max(now, self.last)
        return last, max(0, self.debt - (last - self.last) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.burst:
            raise ValueError("exceeds the burst")
        if cost <= 0:
            raise ValueError("not positive")
        self.last, self.debt = self._advance(now)
        if self.debt + cost * self.period <= self.burst * self.period:
            self.debt += cost * self.period
            return 0
        return (cost * self.period + self.limit - 1) // self.limit

    def level(self, now: int) -> Level:
        _, debt = self._advance(now)
        return Level((self.burst * self.period - debt) // self.period, (debt + self.limit - 1) // self.limit)
