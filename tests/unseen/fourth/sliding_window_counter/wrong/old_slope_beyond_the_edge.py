"""It lets the units of the window before go on sinking beyond the edge, instead of those that are current now."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if limit != quota.burst:
            raise ValueError("windows have no burst")
        full = limit * period
        clock = edge = slope = base = 0

        def look(now):
            if now < edge + period:
                return edge, slope, base
            start = now - now % period
            return start, base // period if start == edge + period else 0, 0

        def take(now, cost=1):
            nonlocal clock, edge, slope, base
            if not 1 <= cost <= limit:
                raise ValueError(cost)
            clock = now = max(now, clock)
            edge, slope, base = look(now)
            end = edge + period
            spare = full - base - cost * period
            if spare >= slope * (end - now):
                base += cost * period
                return 0
            if slope:
                return end - spare // slope - now
            return end + period - (full - cost * period) * period // base - now

        def level(now):
            start, falls, stays = look(max(now, clock))
            rest = start + period - max(now, clock)
            return Level((full - stays - falls * rest) // period, rest + period if stays else rest if falls else 0)

        self.take, self.level = take, level
