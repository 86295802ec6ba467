"""Says that the meter is fresh at the end of this window, where what it granted still weighs.

Breaks: law 7 (reset_after is until the meter is fresh)
Level: level
Shows: 1/10: take(0) level(0)
Expected: Level(remaining=0, reset_after=20); yours: Level(remaining=0, reset_after=10)
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("burst must equal limit")
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
            return Level(max(0, free // period), ahead if here or before else 0)

        self.take, self.level = take, level
