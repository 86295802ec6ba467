"""Closures over a deque of [tick, units]; iterators find what has left, and grants of one tick are merged."""

from collections import deque
from itertools import takewhile

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("windows have no burst")
        log = deque()  # [tick, units], oldest first
        free, clock = limit, 0

        def left_by(now):
            return takewhile(lambda entry: entry[0] + period <= now, log)

        def take(now, cost=1):
            nonlocal free, clock
            if not 1 <= cost <= limit:
                raise ValueError(cost)
            clock = now = max(clock, now)
            for _ in range(sum(1 for _ in left_by(now))):
                free += log.popleft()[1]
            if cost <= free:
                free -= cost
                if log and log[-1][0] == now:
                    log[-1][1] += cost
                else:
                    log.append([now, cost])
                return 0
            have = free
            for tick, units in log:
                have += units
                if have >= cost:
                    return tick + period - now

        def level(now):
            have = free + sum(units for _, units in left_by(now))
            return Level(have, log[-1][0] + period - now if have < limit else 0)

        self.take, self.level = take, level
