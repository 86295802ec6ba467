"""Counts `reset_after` down to the end of the last used window, and past zero when that is over.

Breaks: law 7 (reset_after is 0 when the meter is fresh)
Level: level
Shows: 1/10: take(0) level(11)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=1, reset_after=-1)
Shipped: PyrateLimiter issue 23, flask-limiter issues 56, 62, 99: waits too short, 0 or negative
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self._quota = quota
        self._counts = {}

    def take(self, now, cost=1):
        if not 1 <= cost <= self._quota.limit:
            raise ValueError("cost out of bounds")
        window = max([now // self._quota.period, *self._counts])
        count = self._counts.get(window, 0) + cost
        if count > self._quota.limit:
            return (window + 1) * self._quota.period - now
        self._counts = {window: count}
        return 0

    def level(self, now):
        if not self._counts:
            return Level(self._quota.limit, 0)
        ((window, count),) = self._counts.items()
        remaining = self._quota.limit - (count if now // self._quota.period <= window else 0)
        return Level(remaining, (window + 1) * self._quota.period - now)
