"""Keeps the count of the last window too, and books a call that comes late in that one, which has room.

Breaks: law 6 (a take below the clock counts as made at the clock)
Level: clock
Shows: 3/10: take(5) take(12, 3) take(8)
Expected: take(8) answers an int >= 1; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst != limit")
        self.limit, self.period = quota.limit, quota.period
        self.counts = {}  # the counts of the newest two windows, by number

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.limit < cost:
            raise ValueError("cost out of range")
        number = now // self.period
        newest = max(self.counts, default=0)
        if number > newest:
            # keep one window of history for stragglers
            before = self.counts.get(number - 1, 0)
            self.counts = {number - 1: before, number: 0}
        elif number not in self.counts:
            number = newest
        used = self.counts.get(number, 0)
        if used + cost > self.limit:
            return (number + 1) * self.period - now
        self.counts[number] = used + cost
        return 0

    def level(self, now: int) -> Level:
        number = now // self.period
        used = self.counts.get(number, 0)
        return Level(self.limit - used, (number + 1) * self.period - now if used else 0)
