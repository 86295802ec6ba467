"""Wrong: at most 1024 entries are kept to save memory, and the oldest is dropped though it still counts; more than 1024 grants in a window, under a larger limit, overshoot it."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    MAX_ENTRIES = 1024

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.ticks: deque[int] = deque(maxlen=self.MAX_ENTRIES)
        self.costs: deque[int] = deque(maxlen=self.MAX_ENTRIES)
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        while self.ticks and self.ticks[0] <= now - self.period:
            self.ticks.popleft()
            self.used -= self.costs.popleft()
        over = self.used + cost - self.limit
        if over <= 0:
            if len(self.costs) == self.MAX_ENTRIES:
                self.used -= self.costs[0]
            self.ticks.append(now)
            self.costs.append(cost)
            self.used += cost
            return 0
        for tick, units in zip(self.ticks, self.costs):
            over -= units
            if over <= 0:
                return tick + self.period - now
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        used = self.used
        for tick, units in zip(self.ticks, self.costs):
            if tick > now - self.period:
                break
            used -= units
        return Level(self.limit - used, self.ticks[-1] + self.period - now if used else 0)
