"""When more than 64 entries have left it cuts the list of times, but cuts one entry less off the list of costs."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.window = quota.limit, quota.period
        self.times, self.costs = [], []
        self.head = self.used = self.last = 0

    def compact(self):
        if self.head == len(self.times):
            self.times.clear()
            self.costs.clear()
            self.head = 0
        elif self.head > 64 and self.head * 2 >= len(self.times):
            del self.times[: self.head]
            del self.costs[: self.head - 1]
            self.head = 0
        elif self.head * 2 >= len(self.times):
            self.times = self.times[self.head :]
            self.costs = self.costs[self.head :]
            self.head = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.last = now = max(now, self.last)
        while self.head < len(self.times) and now - self.times[self.head] >= self.window:
            self.used -= self.costs[self.head]
            self.head += 1
        self.compact()
        if self.used + cost <= self.limit:
            self.times.append(now)
            self.costs.append(cost)
            self.used += cost
            return 0
        left, i = self.used, self.head
        while left + cost > self.limit and i < len(self.times):
            left -= self.costs[i]
            i += 1
        return self.times[i - 1] + self.window - now

    def level(self, now: int) -> Level:
        left, i = self.used, self.head
        while i < len(self.times) and now - self.times[i] >= self.window:
            left -= self.costs[i]
            i += 1
        if i == len(self.times):
            return Level(self.limit, 0)
        return Level(self.limit - left, self.times[-1] + self.window - now)
