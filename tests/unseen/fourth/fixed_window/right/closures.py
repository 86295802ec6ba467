"""Closures over two nonlocals; the methods are attributes of the instance."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("windows have no burst")
        left, edge = limit, 0  # what is left before `edge`; all of it from `edge` on

        def take(now, cost=1):
            nonlocal left, edge
            if not 1 <= cost <= limit:
                raise ValueError(cost)
            if now >= edge:
                left, edge = limit, now + period - now % period
            if cost > left:
                return edge - now
            left -= cost
            return 0

        def level(now):
            if now >= edge:
                return Level(limit, 0)
            return Level(left, 0 if left == limit else edge - now)

        self.take, self.level = take, level
