"""Keeps the count of every window there ever was.

Breaks: law 8 (what is kept doesn't grow with the number of calls before)
Level: cheap
Shows: a thousand takes, one in each window, leave a thousand counts in the dict
Expected: as much is kept after a thousand windows as after one; yours: a dict entry more for each
Shipped: not known
"""

from collections import Counter

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self._limit, self._period = quota.limit, quota.period
        self._counts: Counter[int] = Counter()
        self._newest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self._limit:
            raise ValueError(cost)
        window = max(now // self._period, self._newest)
        self._newest = window
        if self._counts[window] + cost > self._limit:
            return (window + 1) * self._period - now
        self._counts[window] += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self._period
        used = self._counts.get(window, 0)
        reset = (window + 1) * self._period - now if used else 0
        return Level(self._limit - used, reset)
