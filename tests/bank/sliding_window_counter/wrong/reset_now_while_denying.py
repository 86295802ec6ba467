"""Gives 0 as `reset_after` at the start of a window, while the previous one still counts in full.

Breaks: law 7 (reset_after is 0 only if a take of the whole limit would be granted)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=0)
Shipped: limits 5.8.0: get_window_stats gives a reset time of now while it denies
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.counts = {}
        self.clock = 0

    def _counts(self, now):
        window, elapsed = divmod(now, self.period)
        return self.counts.get(window - 1, 0), self.counts.get(window, 0), elapsed

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        p, q, elapsed = self._counts(now)
        left, room = self.period - elapsed, self.limit - cost
        if p * left + q * self.period <= room * self.period:
            self.counts = {now // self.period - 1: p, now // self.period: q + cost}
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def level(self, now):
        p, q, elapsed = self._counts(max(now, self.clock))
        left = self.period - elapsed
        free = (self.limit - q) * self.period - p * left
        if q:
            reset_after = left + self.period
        else:
            reset_after = left % self.period if p else 0
        return Level(max(0, free // self.period), reset_after)
