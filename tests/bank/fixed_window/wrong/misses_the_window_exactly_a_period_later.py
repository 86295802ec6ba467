"""Tells a new window by its phase, and takes a call exactly one period after the last for one in the same window.

Breaks: law 1 (what was granted in another window doesn't count)
Level: windows
Shows: 3/10: take(4, 3) take(14)
Expected: take(14) answers 0; yours: 6
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst is for buckets")
        self.quota = quota
        self.last = 0
        self.used = 0

    def _used_at(self, now: int) -> int:
        """We are in a new window if the phase has wrapped around, or more than a period has passed."""
        period = self.quota.period
        wrapped = now % period < self.last % period
        if wrapped or now - self.last > period:
            return 0
        return self.used

    def take(self, now: int, cost: int = 1) -> int:
        if not (1 <= cost <= self.quota.limit):
            raise ValueError(f"a cost of {cost} will never be granted")
        now = max(now, self.last)
        self.used = self._used_at(now)
        self.last = now
        if self.used + cost > self.quota.limit:
            return self.quota.period - now % self.quota.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self._used_at(max(now, self.last))
        return Level(self.quota.limit - used, self.quota.period - now % self.quota.period if used else 0)
