"""Keeps an entry of cost 0 in the log for every refused request, until that is a period old.

Breaks: law 8 (only units in the window may be kept)
Level: cheap
Shows: with the log full, 100 000 refused requests at one instant leave 100 000 more entries
Expected: no entry for a refusal; yours: one for each
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = 0
        self.last_grant = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        excess = self.used + cost - self.limit
        granted = cost if excess <= 0 else 0
        self.log.append((now, granted))
        self.used += granted
        if granted:
            self.last_grant = now
            return 0
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                break
            used -= units
        return Level(self.limit - used, self.last_grant + self.period - now if used else 0)
