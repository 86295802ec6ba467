"""Two closures over one nonlocal number: the moment, times the limit, at which the bucket is full again."""

from ratelimit import Level, Quota


class TokenBucket:
    __slots__ = ("take", "level")

    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        brim = burst * period
        full_at = 0

        def missing(now):
            return max(0, full_at - now * limit)

        def take(now: int, cost: int = 1) -> int:
            nonlocal full_at
            if cost > burst or cost < 1:
                raise ValueError(cost)
            after = missing(now) + cost * period
            if after > brim:
                return (after - brim + limit - 1) // limit
            full_at = now * limit + after
            return 0

        def level(now: int) -> Level:
            gap = missing(now)
            return Level(max(0, (brim - gap) // period), (gap + limit - 1) // limit)

        self.take, self.level = take, level
