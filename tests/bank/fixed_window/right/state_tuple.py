"""Immutable states and pure functions from one state to the next; the object only holds the newest."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int = 0
    used: int = 0


def advance(state: State, now: int, period: int) -> State:
    clock = max(state.clock, now)
    same = clock // period == state.clock // period
    return State(clock, state.used if same else 0)


def until_next(state: State, period: int) -> int:
    return period - state.clock % period


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be {quota.limit}, got {quota.burst}")
        self.quota = quota
        self.state = State()

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if cost not in range(1, limit + 1):
            raise ValueError(f"cost must be from 1 to {limit}, got {cost}")
        self.state = advance(self.state, now, period)
        if self.state.used + cost > limit:
            return until_next(self.state, period)
        self.state = self.state._replace(used=self.state.used + cost)
        return 0

    def level(self, now: int) -> Level:
        then = advance(self.state, now, self.quota.period)
        return Level(self.quota.limit - then.used, until_next(then, self.quota.period) if then.used else 0)
