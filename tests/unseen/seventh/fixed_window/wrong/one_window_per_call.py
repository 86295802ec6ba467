"""Wrong: each call moves the reset on by one period only; after an idle time of several windows every call resets the count again until it has caught up."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.next_reset = quota.period
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        if now >= self.next_reset:
            self.next_reset += self.period
            self.used = 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.next_reset or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.next_reset - now)
