"""Sorts a late request in and counts only the grants up to its time, so the later ones do not stop it.

Breaks: law 6 (a late request is granted only if it would be at the clock)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: a refusal (above 0); yours: 0
Shipped: not known
"""

from bisect import bisect_right, insort

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.units: list[int] = []

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        first = bisect_right(self.units, now - self.quota.period)
        if first * 2 > len(self.units):
            del self.units[:first]
            first = 0
        missing = bisect_right(self.units, now) - first + cost - self.quota.limit
        if missing > 0:
            return self.units[first + missing - 1] + self.quota.period - now
        for _ in range(cost):
            insort(self.units, now)
        return 0

    def level(self, now: int) -> Level:
        first = bisect_right(self.units, now - self.quota.period)
        used = bisect_right(self.units, now) - first
        return Level(self.quota.limit - used, self.units[first + used - 1] + self.quota.period - now if used else 0)
