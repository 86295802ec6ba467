"""Says right after a refusal that nothing remains, although something smaller would be granted.

Breaks: law 7 (remaining is the largest cost that take would grant)
Level: level
Shows: 2/10: take(0) take(0, 2) level(0)
Expected: Level(remaining=1, reset_after=20); yours: Level(remaining=0, reset_after=20)
Shipped: throttled-py 3.5.0, sliding window: 0 remaining in the answer to a denied call, and 2 when peek asks
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("sliding windows have no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.last, self.this = 0, 0, 0
        self.clock = 0
        self.denied_at = None

    def _roll(self, now):
        window = now // self.period
        if window == self.window:
            return window, self.last, self.this
        return window, self.this if window == self.window + 1 else 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be 1 to {self.limit}")
        now = self.clock = max(now, self.clock)
        self.window, self.last, self.this = self._roll(now)
        left = (self.window + 1) * self.period - now
        missing = self.last * left + (self.this + cost - self.limit) * self.period
        if missing <= 0:
            self.this += cost
            self.denied_at = None
            return 0
        self.denied_at = now
        if self.this + cost <= self.limit:
            return -(-missing // self.last)
        return left + self.period - (self.limit - cost) * self.period // self.this

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        window, last, this = self._roll(now)
        left = (window + 1) * self.period - now
        free = self.limit * self.period - last * left - this * self.period
        reset = left + self.period if this else left * (last > 0)
        return Level(0 if now == self.denied_at else max(0, free // self.period), reset)
