"""Refuses a burst above the limit but not one below it.

Breaks: law 5 (windows have no burst)
Level: cost
Shows: 2/10 burst 1: take(0)
Expected: ValueError at construction; yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst > limit:
            raise ValueError(f"burst {quota.burst} is above the limit {limit}")
        window, used = 0, 0

        def look(now):
            return (now // period, 0) if now // period > window else (window, used)

        def take(now, cost=1):
            nonlocal window, used
            if cost < 1 or cost > limit:
                raise ValueError(f"cost {cost}")
            window, used = look(now)
            if used + cost > limit:
                return (window + 1) * period - now
            used += cost
            return 0

        def level(now):
            w, n = look(now)
            return Level(limit - n, (w + 1) * period - now if n else 0)

        self.take, self.level = take, level
