"""Grants a take below the clock if there is room, and does not write it down.

Breaks: law 6 (a late request counts as made at the meter's clock)
Level: clock
Shows: 2/8: take(1) take(0) take(0)
Expected: a refusal (above 0); yours: 0
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
        late = now < self.clock
        now = self.clock = max(now, self.clock)
        while self.grants and self.grants[0][0] + self.quota.period <= now:
            _, units = self.grants.popleft()
            self.used -= units
        if self.used + cost <= self.quota.limit:
            if not late:
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
