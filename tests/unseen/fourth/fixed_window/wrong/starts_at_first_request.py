"""It starts a window at the first request that comes after the last one has ended, as a Redis key with a TTL does."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("windows have no burst")
        left, expires = limit, 0

        def take(now, cost=1):
            nonlocal left, expires
            if not 1 <= cost <= limit:
                raise ValueError(cost)
            if now >= expires:
                left, expires = limit, now + period
            if cost > left:
                return expires - now
            left -= cost
            return 0

        def level(now):
            return Level(limit, 0) if now >= expires or left == limit else Level(left, expires - now)

        self.take, self.level = take, level
