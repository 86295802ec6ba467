"""It takes a step back of more than a period for a clock that was set anew, and starts with an empty log."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.window = quota.limit, quota.period
        self._restart(0)

    def _restart(self, now):
        self.times, self.costs = [], []
        self.head = self.used = 0
        self.last = now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        if now < self.last - self.window:
            self._restart(now)
        self.last = now = max(now, self.last)
        i = self.head
        while i < len(self.times) and now - self.times[i] >= self.window:
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
        return self.times[i - 1] + self.window - now

    def level(self, now: int) -> Level:
        left, i = self.used, self.head
        while i < len(self.times) and now - self.times[i] >= self.window:
            left -= self.costs[i]
            i += 1
        if i == len(self.times):
            return Level(self.limit, 0)
        return Level(self.limit - left, max(0, self.times[-1] + self.window - now))
