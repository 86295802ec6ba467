"""Keeps the counts in a dict on the class, so all meters of a process share one window.

Breaks: law 0 (a meter counts its own grants)
Level: limit
Shows: on 1/10, take(0) on one meter and then take(0) on another one
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    counts: dict[int, int] = {}

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota

    def _look(self, now: int) -> tuple[int, int]:
        window = max([now // self.quota.period, *self.counts])
        return window, self.counts.get(window, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        window, count = self._look(now)
        if count + cost > self.quota.limit:
            return (window + 1) * self.quota.period - now
        self.counts.clear()
        self.counts[window] = count + cost
        return 0

    def level(self, now: int) -> Level:
        window, count = self._look(now)
        return Level(self.quota.limit - count, (window + 1) * self.quota.period - now if count else 0)
