"""Immutable states and pure functions over them; the object only swaps one state for the next."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int
    window: int
    previous: int
    current: int


def at(state: State, now: int, period: int) -> State:
    clock = max(state.clock, now)
    window = clock // period
    if window == state.window:
        return state._replace(clock=clock)
    return State(clock, window, state.current if window == state.window + 1 else 0, 0)


def fits(state: State, cost: int, quota: Quota) -> bool:
    left = quota.period - state.clock % quota.period
    return state.previous * left + (state.current + cost) * quota.period <= quota.limit * quota.period


def first_fit(state: State, cost: int, quota: Quota) -> int:
    """The first instant at which the cost fits, if nothing else arrives."""
    if fits(state, cost, quota):
        return state.clock
    edge = (state.window + 1) * quota.period
    if state.current + cost > quota.limit:
        return first_fit(at(state, edge, quota.period), cost, quota)
    spare = (quota.limit - state.current - cost) * quota.period
    return edge - spare // state.previous


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be {quota.limit}, got {quota.burst}")
        self.quota = quota
        self.state = State(0, 0, 0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.quota.limit + 1):
            raise ValueError(f"cost must be from 1 to {self.quota.limit}, got {cost}")
        self.state = at(self.state, now, self.quota.period)
        wait = first_fit(self.state, cost, self.quota) - self.state.clock
        if not wait:
            self.state = self.state._replace(current=self.state.current + cost)
        return wait

    def level(self, now: int) -> Level:
        then = at(self.state, now, self.quota.period)
        left = self.quota.period - then.clock % self.quota.period
        remaining = self.quota.limit - then.current + -then.previous * left // self.quota.period
        return Level(max(0, remaining), first_fit(then, self.quota.limit, self.quota) - then.clock)
