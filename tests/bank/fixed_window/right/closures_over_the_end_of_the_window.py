"""Makes both methods as closures in `__init__`, over the end of the window and what is left until then."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} is not limit {quota.limit}")
        limit, period = quota.limit, quota.period
        end, left = 0, limit

        def take(now: int, cost: int = 1) -> int:
            nonlocal end, left
            if cost < 1 or cost > limit:
                raise ValueError(f"cost {cost} not in 1..{limit}")
            if now >= end:
                end, left = now + period - now % period, limit
            if left < cost:
                return end - now
            left -= cost
            return 0

        def level(now: int) -> Level:
            if now >= end or left == limit:
                return Level(limit, 0)
            return Level(left, end - now)

        self.take, self.level = take, level
