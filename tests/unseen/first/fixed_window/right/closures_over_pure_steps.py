"""Functional: an immutable state, a pure step from it to the next, and two closures which hold the latest."""

from functools import partial
from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int = 0
    granted: int = 0


def seen_from(window: int, state: State) -> State:
    return state if window <= state.window else State(window)


def step(limit: int, period: int, state: State, now: int, cost: int) -> tuple[State, int]:
    here = seen_from(now // period, state)
    total = here.granted + cost
    return (here, (here.window + 1) * period - now) if total > limit else (here._replace(granted=total), 0)


def look(limit: int, period: int, state: State, now: int) -> Level:
    here = seen_from(now // period, state)
    return Level(limit - here.granted, (here.window + 1) * period - now if here.granted else 0)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        state = State()
        advance = partial(step, quota.limit, quota.period)

        def take(now: int, cost: int) -> int:
            nonlocal state
            if cost not in range(1, quota.limit + 1):
                raise ValueError(cost)
            state, wait = advance(state, now, cost)
            return wait

        self._take = take
        self._look = lambda now: look(quota.limit, quota.period, state, now)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._look(now)
