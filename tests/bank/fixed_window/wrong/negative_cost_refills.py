"""Accepts a negative cost, which gives units back.

Breaks: law 4 (a cost below 1 raises)
Level: cost
Shows: 1/10: take(0) take(0, -1)
Expected: ValueError; yours: 0
Shipped: limits 5.8.0 refills the quota on a negative cost; aiolimiter up to 1.2.1 gave a second burst
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("windows have no burst")
        self._quota = quota
        self._counts = {}

    def take(self, now, cost=1):
        limit, period = self._quota.limit, self._quota.period
        if cost == 0 or cost > limit:
            raise ValueError(f"cost must be in 1..{limit}")
        window = max([now // period, *self._counts])
        used = self._counts.get(window, 0)
        if used + cost > limit:
            return (window + 1) * period - now
        self._counts = {window: used + cost}
        return 0

    def level(self, now):
        window = max([now // self._quota.period, *self._counts])
        used = self._counts.get(window, 0)
        return Level(self._quota.limit - used, (window + 1) * self._quota.period - now if used else 0)
