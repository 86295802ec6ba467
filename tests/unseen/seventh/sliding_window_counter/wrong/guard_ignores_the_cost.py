"""Wrong: the guard asks whether the estimate is below the limit and then adds the whole cost (the script of upstash's sliding window); costs above 1 overshoot."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.tokens = quota.limit
        self.window = quota.period
        self.clock = 0
        self.number = 0
        self.previous = 0
        self.current = 0

    def _requests(self, now: int) -> tuple[int, int]:
        ahead = now // self.window - self.number
        if ahead == 0:
            return self.previous, self.current
        return (self.current, 0) if ahead == 1 else (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.tokens:
            raise ValueError("rate must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        self.previous, self.current = self._requests(now)
        self.number = now // self.window
        left = self.window - now % self.window
        if self.previous * left + self.current * self.window < self.tokens * self.window:
            self.current += cost
            return 0
        if self.current + cost <= self.tokens:
            return max(1, left - (self.tokens - self.current - cost) * self.window // self.previous)
        return left + max(0, self.window - (self.tokens - cost) * self.window // self.current)

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        previous, current = self._requests(now)
        left = self.window - now % self.window
        remaining = self.tokens - current + -previous * left // self.window
        return Level(max(0, remaining), left + self.window if current else left if previous else 0)
