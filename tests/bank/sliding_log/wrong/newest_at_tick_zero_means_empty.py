"""Takes a log whose newest grant was at tick 0 for empty in level.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/8: take(0) level(0)
Expected: Level(remaining=0, reset_after=8); yours: Level(remaining=1, reset_after=0)
Shipped: not known
"""

from collections import deque
from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.grants: deque[tuple[int, int]] = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        now = self.clock = max(now, self.clock)
        while self.grants and self.grants[0][0] + self.quota.period <= now:
            _, units = self.grants.popleft()
            self.used -= units
        if self.used + cost <= self.quota.limit:
            self.grants.append((now, cost))
            self.used += cost
            return 0
        return self._room_at(cost) - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.grants:
            if time + self.quota.period > now:
                break
            used -= units
        if not used or not self.grants[-1][0]:
            return Level(self.quota.limit, 0)
        newest, _ = self.grants[-1]
        return Level(self.quota.limit - used, newest + self.quota.period - now)

    def _room_at(self, cost: int) -> int:
        oldest = iter(self.grants)
        used = self.used
        while used + cost > self.quota.limit:
            time, units = next(oldest)
            used -= units
        return time + self.quota.period
