"""It takes the last counted window for the one before although a whole window without any take lies between."""

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
            return start, 0 if start > edge + 2 * period else base // period, 0

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
            if spare < 0:
                return end + period - (full - cost * period) * period // base - now
            return end - spare // slope - now

        def level(now):
            start, falls, stays = look(max(now, clock))
            rest = start + period - max(now, clock)
            return Level((full - stays - falls * rest) // period, rest + period if stays else rest if falls else 0)

        self.take, self.level = take, level
