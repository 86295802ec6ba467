"""Packs the window's number and its count into one int, `number * (limit + 1) + used`."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst of its own")
        self.limit, self.period, self.base, self.packed = quota.limit, quota.period, quota.limit + 1, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost {cost} is never granted")
        self.packed = max(self.packed, now // self.period * self.base)
        number, used = divmod(self.packed, self.base)
        if used + cost > self.limit:
            return (number + 1) * self.period - now
        self.packed += cost
        return 0

    def level(self, now: int) -> Level:
        number, used = divmod(max(self.packed, now // self.period * self.base), self.base)
        return Level(self.limit - used, (number + 1) * self.period - now if used else 0)
