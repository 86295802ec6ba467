"""Closures over two counters and the start of the window, hung on the instance as take and level."""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("a sliding window takes no burst")
        clock = start = p = q = 0

        def at(now):
            if now < start + period:
                return start, p, q
            if now < start + 2 * period:
                return start + period, q, 0
            return now - now % period, 0, 0

        def take(now, cost=1):
            nonlocal clock, start, p, q
            if not 0 < cost <= limit:
                raise ValueError(f"cost {cost} is not in 1..{limit}")
            clock = now = max(clock, now)
            start, p, q = at(now)
            ahead = start + period - now
            spare = limit - q - cost
            if p * ahead <= spare * period:
                q += cost
                return 0
            if spare >= 0:
                return ahead - spare * period // p
            return ahead + period - (limit - cost) * period // q

        def level(now):
            now = max(clock, now)
            begin, before, here = at(now)
            ahead = begin + period - now
            faded = -(-before * ahead // period)
            reset_after = ahead + period if here else ahead if before else 0
            return Level(max(0, limit - here - faded), reset_after)

        self.take, self.level = take, level
