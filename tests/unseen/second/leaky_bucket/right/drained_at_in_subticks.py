"""Right: keeps one number, the time at which the bucket is empty, counted in 1/limit ticks; no clock is needed."""

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = ("burst", "drained", "drop", "limit")

    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.drop = quota.period
        self.burst = quota.burst
        self.drained = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost must be from 1 to the burst")
        t = now * self.limit
        after = max(self.drained, t) + cost * self.drop
        over = after - t - self.burst * self.drop
        if over > 0:
            return -(-over // self.limit)
        self.drained = after
        return 0

    def level(self, now: int) -> Level:
        depth = max(0, self.drained - now * self.limit)
        return Level(
            (self.burst * self.drop - depth) // self.drop if depth <= self.burst * self.drop else 0, self.delay(now)
        )

    def delay(self, now: int) -> int:
        return max(0, -((now * self.limit - self.drained) // self.limit))
