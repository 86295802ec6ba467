"""Always says to wait a whole period.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(4)
Expected: 6; yours: 10
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("burst must equal limit")
        log, used, clock = deque(), 0, 0

        def take(now, cost=1):
            nonlocal used, clock
            if not 1 <= cost <= limit:
                raise ValueError(f"cost must be in 1..{limit}")
            clock = now = max(now, clock)
            while log and log[0][0] <= now - period:
                used -= log.popleft()[1]
            if used + cost > limit:
                return period
            log.append((now, cost))
            used += cost
            return 0

        def level(now):
            now = max(now, clock)
            live = used
            for time, units in log:
                if time > now - period:
                    return Level(limit - live, log[-1][0] + period - now)
                live -= units
            return Level(limit, 0)

        self.take, self.level = take, level
