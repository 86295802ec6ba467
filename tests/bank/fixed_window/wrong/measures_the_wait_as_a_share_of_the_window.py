"""Computes the wait in floating point, as the share of the window that is left.

Breaks: law 9 (answers are those of exact arithmetic, at any date)
Level: exact
Shows: 3/60000000000: take(1767225600123456789, 3) take(1767225600123456789)
Expected: take(1767225600123456789) answers 59876543211; yours: 59876543283
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.rate, self.per = quota.limit, quota.period
        self.window = self.used = 0

    def _left(self, now: int) -> int:
        progress = now / self.per - now // self.per  # 0.0 at the start, nearly 1.0 at the end
        return min(self.per, max(1, round((1.0 - progress) * self.per)))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.rate:
            raise ValueError("cost")
        if now // self.per > self.window:
            self.window, self.used = now // self.per, 0
        if self.used + cost > self.rate:
            return self._left(now)
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = 0 if now // self.per > self.window else self.used
        return Level(self.rate - used, self._left(now) if used else 0)
