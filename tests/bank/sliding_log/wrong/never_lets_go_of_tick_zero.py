"""Takes the oldest time for missing if it is 0, so grants of tick 0 never leave, nor does what stands behind them.

Breaks: law 1 (a grant counts for one period)
Level: slide
Shows: 3/10: take(0, 3) take(10)
Expected: take(10) answers 0; yours: 1
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must not be given for a sliding log")
        self.limit, self.period = quota.limit, quota.period
        self.times, self.sizes = deque(), deque()
        self.total = self.clock = 0

    def _oldest(self):
        return self.times[0] if self.times else None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("this cost is never granted")
        self.clock = now = max(now, self.clock)
        while (oldest := self._oldest()) and oldest + self.period <= now:
            self.times.popleft()
            self.total -= self.sizes.popleft()
        if (over := self.total + cost - self.limit) > 0:
            for time, size in zip(self.times, self.sizes):
                if (over := over - size) <= 0:
                    return max(1, time + self.period - now)
        self.times.append(now)
        self.sizes.append(cost)
        self.total += cost
        return 0

    def level(self, now: int) -> Level:
        total = self.total
        for time, size in zip(self.times, self.sizes):
            if time + self.period > now:
                return Level(self.limit - total, max(0, self.times[-1] + self.period - now))
            total -= size
        return Level(self.limit, 0)
