"""It lets a grant that is exactly a period old count.

Port of a Lua script: entries with `time >= now - period` are in the window."""

from ratelimit import Level, Quota


class SlidingLog:
    __slots__ = ("limit", "window", "times", "costs", "head", "used", "last")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.window = quota.limit, quota.period
        self.times, self.costs = [], []
        self.head = self.used = self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.last = now = max(now, self.last)
        i = self.head
        while i < len(self.times) and not self.times[i] >= now - self.window:
            self.used -= self.costs[i]
            i += 1
        if i >= len(self.times) - i:
            del self.times[:i], self.costs[:i]
            i = 0
        self.head = i
        if self.used + cost <= self.limit:
            self.times.append(now)
            self.costs.append(cost)
            self.used += cost
            return 0
        left = self.used
        while left + cost > self.limit:
            left -= self.costs[i]
            i += 1
        return self.times[i - 1] + self.window + 1 - now

    def level(self, now: int) -> Level:
        left, i = self.used, self.head
        while i < len(self.times) and not self.times[i] >= now - self.window:
            left -= self.costs[i]
            i += 1
        if i == len(self.times):
            return Level(self.limit, 0)
        return Level(self.limit - left, self.times[-1] + self.window + 1 - now)
