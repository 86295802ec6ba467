"""It tells as `reset_after` the ticks until the oldest entry that counts leaves, not the newest."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("windows have no burst")
        from collections import deque

        log, free, clock = deque(), limit, 0

        def take(now, cost=1):
            nonlocal free, clock
            if not 1 <= cost <= limit:
                raise ValueError(cost)
            clock = now = max(clock, now)
            while log and log[0][0] + period <= now:
                free += log.popleft()[1]
            if cost <= free:
                free -= cost
                log.append((now, cost))
                return 0
            have = free
            for tick, units in log:
                have += units
                if have >= cost:
                    return tick + period - now

        def level(now):
            have = free
            for tick, units in log:
                if tick + period > now:
                    return Level(have, tick + period - now)
                have += units
            return Level(limit, 0)

        self.take, self.level = take, level
