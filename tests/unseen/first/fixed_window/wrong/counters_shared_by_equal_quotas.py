"""The counter lives in a table of the class, by limit and period: two meters with equal quotas count together.

Source: (c) class-level state, as in a registry of named limiters.
Witness:
    a, b = FixedWindow(Quota(3, 10)), FixedWindow(Quota(3, 10))
    a.take(4, 3); b.take(4) -> 6, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    _counters: dict[tuple[int, int], list[int]] = {}

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.cell = self._counters.setdefault((quota.limit, quota.period), [0, 0])

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        cell = self.cell
        window = now // self.period
        if window > cell[0]:
            cell[:] = window, 0
        if cell[1] + cost > self.limit:
            return (cell[0] + 1) * self.period - now
        cell[1] += cost
        return 0

    def level(self, now: int) -> Level:
        window, used = self.cell
        if now // self.period > window or not used:
            return Level(self.limit, 0)
        return Level(self.limit - used, (window + 1) * self.period - now)
