"""Wrong: keeps the times in an array of doubles; above 2**53 a tick is rounded, so entries leave some ticks too early or too late."""

from array import array

from ratelimit import Level, Quota


class SlidingLog:
    """Two arrays of 8 bytes an entry, dead ones at the front until they are half of it."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.times = array("d")
        self.costs: list[int] = []
        self.head = 0
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        while self.head < len(self.times) and self.times[self.head] <= now - self.period:
            self.used -= self.costs[self.head]
            self.head += 1
        if self.head * 2 > len(self.times):
            del self.times[: self.head], self.costs[: self.head]
            self.head = 0
        over = self.used + cost - self.limit
        if over <= 0:
            self.times.append(now)
            self.costs.append(cost)
            self.used += cost
            return 0
        place = self.head
        while over > self.costs[place]:
            over -= self.costs[place]
            place += 1
        return int(self.times[place]) + self.period - now

    def level(self, now: int) -> Level:
        used, place = self.used, self.head
        while place < len(self.times) and self.times[place] <= now - self.period:
            used -= self.costs[place]
            place += 1
        return Level(self.limit - used, int(self.times[-1]) + self.period - now if used else 0)
