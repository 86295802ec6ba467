"""A grant below the clock sets the clock back to its own time, so the time up to the old clock refills twice."""

from ratelimit import Level, Quota


class limiter:
    def __init__(self, r, per, b):
        self.r, self.per, self.b = r, per, b
        self.last, self.tokens = 0, b * per

    def advance(self, now):
        last = self.last
        if now < last:
            last = now
        return min(self.b * self.per, self.tokens + (now - last) * self.r)

    def reserve_n(self, now, n):
        tokens = self.advance(now) - n * self.per
        if tokens < 0:
            return (-tokens + self.r - 1) // self.r
        self.last = now
        self.tokens = tokens
        return 0


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.lim = limiter(quota.limit, quota.period, quota.burst)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.lim.b:
            raise ValueError("invalid cost")
        return self.lim.reserve_n(now, cost)

    def level(self, now: int) -> Level:
        lim = self.lim
        tokens = lim.advance(now)
        return Level(tokens // lim.per, (lim.b * lim.per - tokens + lim.r - 1) // lim.r)
