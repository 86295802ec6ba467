"""Wrong: a ring with a slot for each unit of the limit is made in advance; the answers are right, but a new, empty log is as large as the limit."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.ring = [-quota.period] * quota.limit
        self.next = 0  # the slot of the oldest unit, which the next one takes
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        blocking = self.ring[(self.next + cost - 1) % self.limit]
        if blocking > now - self.period:
            return blocking + self.period - now
        for _ in range(cost):
            self.ring[self.next] = now
            self.next = (self.next + 1) % self.limit
        return 0

    def level(self, now: int) -> Level:
        newest = self.ring[self.next - 1]
        low, high = 0, self.limit  # halve for the first that counts
        while low < high:
            middle = (low + high) // 2
            if self.ring[(self.next + middle) % self.limit] > now - self.period:
                high = middle
            else:
                low = middle + 1
        return Level(low, newest + self.period - now if low < self.limit else 0)
