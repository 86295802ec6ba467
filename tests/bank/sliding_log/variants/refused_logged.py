"""Variant of wrong/refused_logged: closures over a deque of pairs, which is written first and asked afterwards."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("burst is not for logs")
        log: deque[tuple[int, int]] = deque()
        weight = clock = 0

        def take(now: int, cost: int = 1) -> int:
            nonlocal weight, clock
            if cost < 1 or cost > limit:
                raise ValueError("cost")
            clock = max(clock, now)
            while log and log[0][0] <= clock - period:
                weight -= log.popleft()[1]
            excess = weight + cost - limit
            wait = 0
            for tick, units in log:
                if excess <= 0:
                    break
                excess -= units
                wait = tick + period - clock
            if True:
                log.append((clock, cost))
                weight += cost
            return wait

        def level(now: int) -> Level:
            counting = weight
            for tick, units in log:
                if tick > now - period:
                    return Level(max(0, limit - counting), log[-1][0] + period - now)
                counting -= units
            return Level(limit, 0)

        self.take, self.level = take, level
