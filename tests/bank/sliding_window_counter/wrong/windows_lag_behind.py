"""Lets the next window begin where the last one ended, one for each call, so that after a rest nothing counts until it has caught up.

Breaks: law 0 (the formula decides)
Level: weight
Shows: 1/8: take(17) take(25)
Expected: 1; yours: 0
Shipped: symfony/rate-limiter (symfony issue 40141): negative hit counts, then a limiter that does nothing after a pause
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst in a window")
        self.limit, self.period = quota.limit, quota.period
        self.start = 0  # of the window that is counted
        self.last = self.hits = 0
        self.clock = 0

    def _at(self, now: int) -> tuple[int, int, int]:
        """Return start, last count and count at `now`: at most one window further on."""
        if now >= self.start + self.period:
            return self.start + self.period, self.hits, 0
        return self.start, self.last, self.hits

    def _over(self, start: int, last: int, hits: int, now: int, cost: int) -> int:
        passed = min(now - start, self.period)  # the first half of the fix; without it the count becomes negative
        return last * (self.period - passed) + (hits + cost - self.limit) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost out of range")
        now = self.clock = max(now, self.clock)
        self.start, self.last, self.hits = self._at(now)
        over = self._over(self.start, self.last, self.hits, now, cost)
        if over <= 0:
            self.hits += cost
            return 0
        if self.hits + cost <= self.limit:
            return -(-over // self.last)
        end = self.start + self.period
        return max(1, end + self.period - (self.limit - cost) * self.period // self.hits - now)

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        start, last, hits = self._at(now)
        left = max(0, -self._over(start, last, hits, now, 0)) // self.period
        end = start + self.period
        if hits:
            return Level(left, max(0, end + self.period - now))
        return Level(left, max(0, end - now) if last else 0)
