"""Works out a grant at an earlier time on a copy of the state that is thrown away, so it costs nothing.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 2/10: take(10) take(9) take(10, 2)
Expected: 10; yours: 5
Shipped: not known
"""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    stock: int
    at: int


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.state = State(quota.burst * quota.period, 0)

    def _grow(self, now):
        stock, at = self.state
        return State(min(self.quota.burst * self.quota.period, stock + max(0, now - at) * self.quota.limit), now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        state = self._grow(now)
        rest = state.stock - cost * self.quota.period
        after = State(rest if rest >= 0 else state.stock, now)
        if after.at >= self.state.at:
            self.state = after
        return 0 if rest >= 0 else -(rest // self.quota.limit)

    def level(self, now: int) -> Level:
        stock = self._grow(now).stock
        missing = self.quota.burst * self.quota.period - stock
        return Level(stock // self.quota.period, -(-missing // self.quota.limit))
