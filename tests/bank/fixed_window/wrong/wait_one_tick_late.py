"""Adds a tick to every wait, to be on the safe side of the edge.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 11
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self._limit, self._period = quota.limit, quota.period
        self._counts = {}

    def _count(self, now):
        window = max([now // self._period, *self._counts])
        return window, self._counts.get(window, 0)

    def take(self, now, cost=1):
        if cost < 1 or cost > self._limit:
            raise ValueError(cost)
        window, count = self._count(now)
        if count + cost > self._limit:
            return (window + 1) * self._period - now + 1
        self._counts = {window: count + cost}
        return 0

    def level(self, now):
        window, count = self._count(now)
        return Level(self._limit - count, (window + 1) * self._period - now if count else 0)
