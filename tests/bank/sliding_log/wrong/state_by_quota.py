"""Keeps the log in a table of the class by quota, so meters with equal quotas share it.

Breaks: law 0 (the formula decides)
Level: limit
Shows: on 1/8, take(0) on one meter and then take(0) on another one
Expected: 0; yours: 8
Shipped: not known
"""

from collections import deque
from ratelimit import Level, Quota


class SlidingLog:
    logs: dict[Quota, deque[tuple[int, int]]] = {}

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.grants = self.logs.setdefault(quota, deque())
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        now = self.clock = max(now, self.clock)
        while self.grants and self.grants[0][0] + self.quota.period <= now:
            self.grants.popleft()
        if self.used + cost <= self.quota.limit:
            self.grants.append((now, cost))
            return 0
        return self._room_at(cost) - now

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

    @property
    def used(self) -> int:
        return sum(units for _, units in self.grants)

    def _room_at(self, cost: int) -> int:
        oldest = iter(self.grants)
        used = self.used
        while used + cost > self.quota.limit:
            time, units = next(oldest)
            used -= units
        return time + self.quota.period
