"""Takes the last used window for the previous one, however long ago it was.

Breaks: law 0 (p is of the window just before)
Level: weight
Shows: 1/10: take(0) take(20)
Expected: 0; yours: 10
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
            return (start, p, q) if now < start + period else (now - now % period, q, 0)

        def wait(now, cost):
            begin, before, here = at(now)
            ahead, spare = begin + period - now, limit - here - cost
            if before * ahead <= spare * period:
                return 0
            if spare >= 0:
                return ahead - spare * period // before
            return ahead + period - (limit - cost) * period // here

        def take(now, cost=1):
            nonlocal clock, start, p, q
            if not 1 <= cost <= limit:
                raise ValueError(f"cost must be in 1..{limit}")
            clock = now = max(now, clock)
            answer = wait(now, cost)
            start, p, q = at(now)
            q += 0 if answer else cost
            return answer

        def level(now):
            now = max(now, clock)
            begin, before, here = at(now)
            free = (limit - here) * period - before * (begin + period - now)
            return Level(max(0, free // period), wait(now, limit))

        self.take, self.level = take, level
