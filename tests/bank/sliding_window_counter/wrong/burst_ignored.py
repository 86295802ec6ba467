"""Takes a quota with a burst and silently ignores the burst.

Breaks: law 5 (windows have no burst)
Level: cost
Same as: burst_as_limit
Shows: 2/10 burst 3: take(0)
Expected: ValueError at construction; yours: 0
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        clock = start = p = q = 0

        def at(now):
            if now < start + period:
                return start, p, q
            if now < start + 2 * period:
                return start + period, q, 0
            return now - now % period, 0, 0

        def take(now, cost=1):
            nonlocal clock, start, p, q
            if not 1 <= cost <= limit:
                raise ValueError(f"cost must be in 1..{limit}")
            clock = now = max(clock, now)
            start, p, q = at(now)
            ahead, spare = start + period - now, limit - q - cost
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
            free = (limit - here) * period - before * ahead
            return Level(max(0, free // period), ahead + period if here else ahead if before else 0)

        self.take, self.level = take, level
