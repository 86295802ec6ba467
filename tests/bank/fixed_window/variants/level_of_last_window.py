"""Variant of wrong/level_of_last_window: take keeps the count by number, level works from a remainder."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("the burst must be the limit")
        self.plan = quota
        self.newest = -1
        self.count = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.plan.limit:
            raise ValueError(f"cost {cost}")
        number, into = divmod(now, self.plan.period)
        if number > self.newest:
            self.newest = number
            self.count = cost
            return 0
        if self.count + cost <= self.plan.limit:
            self.count += cost
            return 0
        return (self.newest - number + 1) * self.plan.period - into

    def level(self, now: int) -> Level:
        left = self.plan.limit - self.count
        if self.count == 0:
            return Level(left, 0)
        return Level(left, self.plan.period - now % self.plan.period)
