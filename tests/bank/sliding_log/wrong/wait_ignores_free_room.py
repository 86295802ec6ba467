"""Says to wait until as many units as the cost have left, without using the room that is already there.

Breaks: law 3 (the wait is exact)
Level: cost
Shows: 3/10: take(0) take(4) take(5, 2)
Expected: 5; yours: 9
Shipped: throttled-py issue 87: retry_after was cost / rate, whatever tokens were there already
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used, self.clock = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        left = 0
        for time, units in self.log:
            left += units
            if left >= cost:
                return time + self.period - now
        return self.log[-1][0] + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
