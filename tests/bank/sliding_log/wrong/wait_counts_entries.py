"""Waits for as many entries to leave as units are missing, as if each were one unit.

Breaks: law 3 (the wait is exact)
Level: cost
Shows: 3/8: take(0, 2) take(1) take(1, 2)
Expected: 7; yours: 8
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
        missing = self.used + cost - self.quota.limit
        time, _ = self.grants[min(missing, len(self.grants)) - 1]
        return time + self.quota.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.grants:
            if time + self.quota.period > now:
                break
            used -= units
        if not used:
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
