"""Keeps a count for each half period instead of the times, so a grant leaves early, with its half.

Breaks: law 0 (a grant counts until it is a whole period old)
Level: slide
Shows: 1/10: take(4) take(11)
Expected: 3; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst is not the limit")
        self.limit, self.period = quota.limit, quota.period
        self.width = -(-quota.period // 2)
        self.halves = deque()
        self.clock = 0

    def _live(self, now):
        return [(start, units) for start, units in self.halves if start + self.period > now]

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost {cost} is not in 1..{self.limit}")
        now = self.clock = max(now, self.clock)
        self.halves = self._live(now)
        too_many = sum(units for _, units in self.halves) + cost - self.limit
        for start, units in self.halves:
            if too_many <= 0:
                break
            too_many -= units
            if too_many <= 0:
                return start + self.period - now
        start = now - now % self.width
        if self.halves and self.halves[-1][0] == start:
            cost += self.halves.pop()[1]
        self.halves.append((start, cost))
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        live = self._live(now)
        used = sum(units for _, units in live)
        return Level(self.limit - used, live[-1][0] + self.period - now if live else 0)
