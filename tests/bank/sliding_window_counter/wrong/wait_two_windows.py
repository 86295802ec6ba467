"""Says to wait until both windows are over, when nothing at all is left of them.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0, 2) take(0)
Expected: 15; yours: 20
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("burst must equal limit")
        clock = p = q = 0

        def at(now):
            passed = now // period - clock // period
            return (p, q) if passed == 0 else (q, 0) if passed == 1 else (0, 0)

        def reset(now):
            before, here = at(now)
            left = period - now % period
            return left + period if here else left if before else 0

        def take(now, cost=1):
            nonlocal clock, p, q
            if not 1 <= cost <= limit:
                raise ValueError(f"cost must be in 1..{limit}")
            now = max(now, clock)
            (p, q), clock = at(now), now
            if p * (period - now % period) + (q + cost) * period <= limit * period:
                q += cost
                return 0
            return reset(now)

        def level(now):
            now = max(now, clock)
            before, here = at(now)
            free = (limit - here) * period - before * (period - now % period)
            return Level(max(0, free // period), reset(now))

        self.take, self.level = take, level
