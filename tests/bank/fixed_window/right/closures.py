"""No methods at all: two closures over local variables, hung on the instance."""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("a fixed window takes no burst")
        current = -1
        granted = 0

        def take(now, cost=1):
            nonlocal current, granted
            if not 0 < cost <= limit:
                raise ValueError(f"cost {cost} is not in 1..{limit}")
            index = now // period
            if index > current:
                current, granted = index, 0
            if granted + cost > limit:
                return (current + 1) * period - max(now, current * period)
            granted += cost
            return 0

        def level(now):
            index = now // period
            if index > current or not granted:
                return Level(limit, 0)
            return Level(limit - granted, period - now % period if index == current else period)

        self.take = take
        self.level = level
