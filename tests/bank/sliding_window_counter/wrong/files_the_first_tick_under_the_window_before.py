"""Turns a window only after its first tick, so what is granted just at the turn counts in the window before.

Breaks: law 1 (a window goes from its first tick up to, not including, the next one's)
Level: weight
Shows: 4/10: take(10, 4) take(20)
Expected: take(20) answers 3; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("quota with a burst of its own")
        self.limit = quota.limit
        self.length = quota.period
        self.start = 0
        self.previous = 0
        self.current = 0

    def _rolled(self, now: int) -> tuple[int, int, int]:
        end = self.start + self.length
        if now <= end:
            return self.start, self.previous, self.current
        if now <= end + self.length:
            return end, self.current, 0
        return now - now % self.length, 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be 1 or more")
        if cost > self.limit:
            raise ValueError("cost must not exceed the limit")
        now = max(now, self.start)
        self.start, self.previous, self.current = self._rolled(now)
        fading = self.start + self.length - now
        room = self.limit - self.current - cost
        if self.previous * fading <= room * self.length:
            self.current += cost
            return 0
        if room >= 0:
            return fading - room * self.length // self.previous
        return fading + self.length - (self.limit - cost) * self.length // self.current

    def level(self, now: int) -> Level:
        start, previous, current = self._rolled(max(now, self.start))
        fading = start + self.length - max(now, self.start)
        remaining = ((self.limit - current) * self.length - previous * fading) // self.length
        if current:
            return Level(remaining, fading + self.length)
        return Level(remaining, fading if previous else 0)
