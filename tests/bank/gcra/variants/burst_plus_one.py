"""Variant of wrong/burst_plus_one: the backlog and the tick it was measured at, in closures."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        limit, interval, burst = quota.limit, quota.period, quota.burst
        tolerance = burst * interval
        backlog = stamp = 0

        def at(now: int) -> int:
            return max(0, backlog - max(0, now - stamp) * limit)

        def take(now: int, cost: int = 1) -> int:
            nonlocal backlog, stamp
            if cost < 1 or cost > burst:
                raise ValueError("cost")
            backlog, stamp = at(now), max(stamp, now)
            excess = backlog + (cost - 1) * interval - tolerance
            if excess <= 0:
                backlog += cost * interval
                return 0
            return (excess - 1) // limit + 1

        def level(now: int) -> Level:
            ahead = at(now)
            return Level(max(0, (tolerance - ahead) // interval), (ahead - 1) // limit + 1)

        self.take, self.level = take, level
