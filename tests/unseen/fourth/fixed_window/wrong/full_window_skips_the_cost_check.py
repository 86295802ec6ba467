"""While the window is full it answers with the wait before it has looked at the cost, also for one that must raise."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("windows have no burst")
        left, edge = limit, 0

        def take(now, cost=1):
            nonlocal left, edge
            if not left and now < edge:  # the common case of a busy client
                return edge - now
            if not 1 <= cost <= limit:
                raise ValueError(cost)
            if now >= edge:
                left, edge = limit, now + period - now % period
            if cost > left:
                return edge - now
            left -= cost
            return 0

        def level(now):
            if now >= edge or left == limit:
                return Level(limit, 0)
            return Level(left, edge - now)

        self.take, self.level = take, level
