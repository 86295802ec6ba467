"""It adds a late grant to the newest entry, although a refusal may have moved the clock on since that was made."""

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
            clock = max(clock, now)
            while log and log[0][0] + period <= clock:
                free += log.popleft()[1]
            if cost <= free:
                free -= cost
                if log and now <= log[-1][0]:
                    log[-1][1] += cost
                else:
                    log.append([clock, cost])
                return 0
            have = free
            for tick, units in log:
                have += units
                if have >= cost:
                    return tick + period - clock

        def level(now):
            have = free
            for tick, units in log:
                if tick + period > now:
                    break
                have += units
            return Level(have, log[-1][0] + period - now if have < limit else 0)

        self.take, self.level = take, level
