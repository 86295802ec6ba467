"""A token bucket in the manner of a Go package: reserve, look at the result, commit."""

from ratelimit import Level, Quota


class reservation:
    __slots__ = ("ok", "last", "debt", "wait")

    def __init__(self, ok, last, debt, wait):
        self.ok, self.last, self.debt, self.wait = ok, last, debt, wait


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.last = 0
        self.debt = 0  # what is missing in the bucket, in token * period

    def _advance(self, now):
        if now < self.last:
            now = self.last
        elapsed = now - self.last
        debt = self.debt - elapsed * self.limit
        if debt < 0:
            debt = 0
        return now, debt

    def _reserve(self, now, n):
        last, debt = self._advance(now)
        over = debt + n * self.period - self.burst * self.period
        if over <= 0:
            return reservation(True, last, debt + n * self.period, 0)
        return reservation(False, last, debt, (over + self.limit - 1) // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.burst:
            raise ValueError("exceeds the burst")
        if cost <= 0:
            raise ValueError("not positive")
        r = self._reserve(now, cost)
        self.last, self.debt = r.last, r.debt
        return r.wait

    def level(self, now: int) -> Level:
        _, debt = self._advance(now)
        return Level((self.burst * self.period - debt) // self.period, (debt + self.limit - 1) // self.limit)
