"""Grants a cost above the limit, because it finds no grant in the log that would have to leave first.

Breaks: law 4 (never is an error)
Level: cost
Shows: 2/10: take(0, 3)
Expected: ValueError; yours: 0
Shipped: limits issues 151 and 152: a cost above the limit looked past the end of the list and was answered True
"""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.units: list[int] = []
        self.head = self.clock = 0

    def _head(self, now: int) -> int:
        head = self.head
        while head < len(self.units) and self.units[head] <= now - self.quota.period:
            head += 1
        return head

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        self.clock = now = max(now, self.clock)
        self.head = self._head(now)
        if self.head * 2 > len(self.units):
            del self.units[: self.head]
            self.head = 0
        missing = len(self.units) - self.head + cost - self.quota.limit
        try:
            if missing > 0:
                return self.units[self.head + missing - 1] + self.quota.period - now
        except IndexError:
            pass  # nothing there, nothing to wait for
        self.units += [now] * cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = len(self.units) - self._head(now)
        return Level(max(0, self.quota.limit - used), self.units[-1] + self.quota.period - now if used else 0)
