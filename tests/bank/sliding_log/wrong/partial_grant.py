"""Logs as much of a refused request as there is room for.

Breaks: law 1 (all or nothing)
Level: cost
Shows: 3/10: take(0, 2) take(0, 2) take(0)
Expected: 0; yours: 10
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self._limit, self._period = quota.limit, quota.period
        self._units = deque()
        self._clock = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self._limit:
            raise ValueError(f"impossible cost {cost}")
        now = self._clock = max(now, self._clock)
        while self._units and self._units[0] <= now - self._period:
            self._units.popleft()
        missing = len(self._units) + cost - self._limit
        for _ in range(min(cost, self._limit - len(self._units))):
            self._units.append(now)
        return self._units[missing - 1] + self._period - now if missing > 0 else 0

    def level(self, now):
        now = max(now, self._clock)
        gone = 0
        for time in self._units:
            if time > now - self._period:
                return Level(self._limit - len(self._units) + gone, self._units[-1] + self._period - now)
            gone += 1
        return Level(self._limit, 0)
