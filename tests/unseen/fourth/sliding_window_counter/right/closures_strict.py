"""Closures that refuse whatever is behind the clock; integers scaled by the period throughout."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if limit != quota.burst:
            raise ValueError("windows have no burst")
        full = limit * period
        clock = edge = 0  # the edge is the start of the window of the newest take
        slope = base = 0  # what counts: slope for each tick to the end of the window, and base (units * period)

        def look(now):
            if now < edge + period:
                return edge, slope, base
            start = now - now % period
            return start, base // period if start == edge + period else 0, 0

        def take(now, cost=1):
            nonlocal clock, edge, slope, base
            if not 1 <= cost <= limit:
                raise ValueError(cost)
            if now < clock:
                return max(1, 2 * period)
            clock = now
            edge, slope, base = look(now)
            end = edge + period
            spare = full - base - cost * period
            if spare >= slope * (end - now):
                base += cost * period
                return 0
            if spare < 0:
                end, spare, fall = end + period, full - cost * period, base // period
            else:
                fall = slope
            return end - spare // fall - now

        def level(now):
            if now < clock:
                return Level(0, 0)
            start, falls, stays = look(now)
            end = start + period
            rest = end - now
            reset = rest + period if stays else rest if falls else 0
            return Level((full - stays - falls * rest) // period, reset)

        self.take, self.level = take, level
