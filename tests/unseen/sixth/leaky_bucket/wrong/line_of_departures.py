"""Wrong: keeps when each unit in the bucket will have leaked, in a deque: right answers, but memory grows with the burst."""

from collections import deque

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.line: deque[int] = deque()  # when each unit is gone, in ticks times limit
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        self.clock = now = max(now, self.clock)
        here = now * self.quota.limit
        while self.line and self.line[0] <= here:
            self.line.popleft()
        last = self.line[-1] if self.line else here
        over = max(last, here) - here + (cost - self.quota.burst) * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        for _ in range(cost):
            last += self.quota.period
            self.line.append(last)
        return 0

    def _water(self, now: int) -> int:
        now = max(now, self.clock)
        return max(0, self.line[-1] - now * self.quota.limit) if self.line else 0

    def level(self, now: int) -> Level:
        room = self.quota.burst * self.quota.period - self._water(now)
        return Level(room // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
