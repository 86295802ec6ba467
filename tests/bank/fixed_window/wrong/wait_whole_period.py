"""Always says to wait a whole period, however soon the window ends.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(4)
Expected: 6; yours: 10
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("burst must equal limit")
        window = used = 0

        def take(now, cost=1):
            nonlocal window, used
            if not 1 <= cost <= limit:
                raise ValueError(f"cost {cost}")
            if now // period > window:
                window, used = now // period, 0
            if used + cost > limit:
                return period
            used += cost
            return 0

        def level(now):
            if now // period > window or not used:
                return Level(limit, 0)
            return Level(limit - used, (window + 1) * period - now)

        self.take, self.level = take, level
