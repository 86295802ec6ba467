"""Right: functional, with accumulate over the oldest entries; a take below the clock is always refused (law 6 allows it)."""

from collections import deque
from itertools import accumulate, takewhile

from ratelimit import Level, Quota


def make(limit, period):
    log, used, clock = deque(), 0, 0

    def left(now):
        return takewhile(lambda entry: entry[0] + period <= now, log)

    def take(now, cost):
        nonlocal used, clock
        if not 0 < cost <= limit:
            raise ValueError(f"cost must be in 1..{limit}")
        if now < clock:
            return period
        clock = now
        for _ in range(sum(1 for _ in left(now))):
            used -= log.popleft()[1]
        if used + cost > limit:
            freed = accumulate(log, lambda sofar, entry: (entry[0], sofar[1] + entry[1]))
            return next(tick for tick, units in freed if used - units + cost <= limit) + period - now
        log.append((now, cost))
        used += cost
        return 0

    def level(now):
        count = used - sum(units for _, units in left(now))
        return Level(limit - count, max(0, log[-1][0] + period - now) if count else 0)

    return take, level


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("limit and burst must be the same")
        self._take, self._level = make(quota.limit, quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)
