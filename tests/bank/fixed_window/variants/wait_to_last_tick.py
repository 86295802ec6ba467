"""Variant of wrong/wait_to_last_tick: take and level are closures over two plain variables."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        allowed, width = quota.limit, quota.period
        if allowed != quota.burst:
            raise ValueError("limit and burst differ")
        index = spent = 0

        def take(now: int, cost: int = 1) -> int:
            nonlocal index, spent
            if min(cost, allowed + 1 - cost) < 1:
                raise ValueError("cost")
            if now // width > index:
                index, spent = now // width, 0
            if spent + cost > allowed:
                return index * width + width - now - 1
            spent += cost
            return 0

        def level(now: int) -> Level:
            if now // width > index or not spent:
                return Level(allowed, 0)
            return Level(allowed - spent, index * width + width - now)

        self.take = take
        self.level = level
