"""Asks whether the oldest of the last `limit` units has left, also when the cost needs several to have left.

Breaks: law 0 (no window ever holds more than the limit)
Level: cost
Shows: 2/10: take(0) take(5) take(10, 2)
Expected: 5; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log takes no burst")
        self.limit, self.period = quota.limit, quota.period
        self.times = deque(maxlen=quota.limit)
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = self.clock = max(now, self.clock)
        if len(self.times) + cost > self.limit and self.times[0] + self.period > now:
            return self.times[len(self.times) + cost - self.limit - 1] + self.period - now
        while self.times and self.times[0] + self.period <= now:
            self.times.popleft()
        self.times.extend([now] * cost)
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        left = self.limit - len(self.times)
        for time in self.times:
            if time + self.period > now:
                return Level(left, self.times[-1] + self.period - now)
            left += 1
        return Level(self.limit, 0)
