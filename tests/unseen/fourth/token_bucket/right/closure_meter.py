"""A token bucket whose methods are closures over three numbers."""

from ratelimit import Level, Quota


def bucket(limit, period, burst):
    full = burst * period
    held, clock = full, 0

    def held_at(now):
        return min(full, held + (now - clock) * limit) if now > clock else held

    def take(now, cost=1):
        nonlocal held, clock
        if not 0 < cost <= burst:
            raise ValueError(cost)
        held, clock = held_at(now), max(now, clock)
        price = cost * period
        if price <= held:
            held -= price
            return 0
        return -((held - price) // limit)

    def level(now):
        there = held_at(now)
        return Level(there // period, -((there - full) // limit))

    return take, level


class TokenBucket:
    __slots__ = ("take", "level")

    def __init__(self, quota: Quota) -> None:
        self.take, self.level = bucket(quota.limit, quota.period, quota.burst)
