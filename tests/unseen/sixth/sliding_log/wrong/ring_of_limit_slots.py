"""Wrong: a ring with a slot for each unit of the limit, made at once, as in C; a huge limit needs all the memory."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.ring = [-quota.period] * quota.limit  # when each of the last `limit` units was granted
        self.at = 0  # the oldest
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        last = self.ring[(self.at + cost - 1) % self.limit]
        if last > now - self.period:
            return last + self.period - now
        for _ in range(cost):
            self.ring[self.at] = now
            self.at = (self.at + 1) % self.limit
        return 0

    def level(self, now: int) -> Level:
        low, high = 0, self.limit  # the oldest come first: halve
        while low < high:
            middle = (low + high) // 2
            if self.ring[(self.at + middle) % self.limit] <= now - self.period:
                low = middle + 1
            else:
                high = middle
        newest = self.ring[self.at - 1]
        return Level(low, max(0, newest + self.period - now) if low < self.limit else 0)
