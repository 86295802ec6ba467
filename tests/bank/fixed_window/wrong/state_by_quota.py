"""Keeps the count in a table of the class by limit and period, so meters with equal quotas count together.

Breaks: law 0 (the formula decides)
Level: limit
Shows: on 1/8, take(0) on one meter and then take(0) on another one
Expected: 0; yours: 8
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    states: dict[tuple[int, int], list[int]] = {}

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.state = self.states.setdefault((quota.limit, quota.period), [0, 0])

    @property
    def window(self) -> int:
        return self.state[0]

    @property
    def used(self) -> int:
        return self.state[1]

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        window = self._window_at(now)
        used = self._used_in(window)
        if used + cost <= self.quota.limit:
            self.state[:] = window, used + cost
            return 0
        return self._end_of(window) - now

    def level(self, now: int) -> Level:
        window = self._window_at(now)
        used = self._used_in(window)
        return Level(self.quota.limit - used, self._end_of(window) - now if used else 0)

    def _window_at(self, now: int) -> int:
        return max(now // self.quota.period, self.window)

    def _used_in(self, window: int) -> int:
        return self.used if window == self.window else 0

    def _end_of(self, window: int) -> int:
        return (window + 1) * self.quota.period
