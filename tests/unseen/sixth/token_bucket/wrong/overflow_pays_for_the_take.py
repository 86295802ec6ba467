"""Wrong: the cap comes after the cost is taken out, so a take after a long idle time is paid by what had run over."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.brim = quota.burst * quota.period
        self.tokens = self.brim
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost out of range")
        tokens = self.tokens + max(0, now - self.last) * self.limit
        self.last = max(self.last, now)
        wanted = cost * self.period
        wait = 0
        if tokens >= wanted:
            tokens -= wanted
        else:
            wait = -(-(wanted - tokens) // self.limit)
        self.tokens = min(tokens, self.brim)
        return wait

    def level(self, now: int) -> Level:
        tokens = min(self.brim, self.tokens + max(0, now - self.last) * self.limit)
        return Level(tokens // self.period, -(-(self.brim - tokens) // self.limit))
