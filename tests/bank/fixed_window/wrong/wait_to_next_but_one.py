"""Says to wait until the window after the next one begins.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 20
Shipped: not known
"""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int
    used: int


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.state = State(0, 0)

    def _at(self, now: int) -> State:
        return max(self.state, State(now // self.quota.period, 0))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        window, used = self.state = self._at(now)
        if used + cost > self.quota.limit:
            next_window = window + 1
            return (next_window + 1) * self.quota.period - now
        self.state = State(window, used + cost)
        return 0

    def level(self, now: int) -> Level:
        window, used = self._at(now)
        return Level(self.quota.limit - used, (window + 1) * self.quota.period - now if used else 0)
