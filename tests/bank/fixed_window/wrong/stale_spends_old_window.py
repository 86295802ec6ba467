"""Keeps the last two windows and lets a late request spend what the older one has left.

Breaks: law 6 (a late request counts as made at the meter's clock)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: a refusal (above 0); yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("windows have no burst")
        self.limit, self.period = quota.limit, quota.period
        self.counts = {}

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        window, elapsed = divmod(now, self.period)
        newest = max([window, *self.counts])
        self.counts = {w: n for w, n in self.counts.items() if w >= newest - 1}
        if self.counts.get(window, 0) + cost > self.limit:
            return self.period - elapsed
        self.counts[window] = self.counts.get(window, 0) + cost
        return 0

    def level(self, now):
        window, elapsed = divmod(now, self.period)
        used = self.counts.get(window, 0)
        return Level(self.limit - used, self.period - elapsed if used else 0)
