"""Right: a pure step function over an immutable state; the class only holds closures over it."""

from typing import Callable, NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int
    used: int


EMPTY = State(window=0, used=0)


def roll(state: State, window: int) -> State:
    """The state as the given window sees it. An older window sees the newest one."""
    return State(window, 0) if window > state.window else state


def decide(limit: int, period: int, state: State, now: int, cost: int) -> tuple[State, int]:
    rolled = roll(state, now // period)
    if rolled.used + cost <= limit:
        return rolled._replace(used=rolled.used + cost), 0
    return rolled, (rolled.window + 1) * period - now


def look(limit: int, period: int, state: State, now: int) -> Level:
    rolled = roll(state, now // period)
    wait = (rolled.window + 1) * period - now if rolled.used else 0
    return Level(limit - rolled.used, wait)


def make(limit: int, period: int) -> tuple[Callable[[int, int], int], Callable[[int], Level]]:
    state = EMPTY

    def take(now: int, cost: int) -> int:
        nonlocal state
        if not 0 < cost <= limit:
            raise ValueError(f"cost must be from 1 to {limit}")
        state, wait = decide(limit, period, state, now, cost)
        return wait

    def level(now: int) -> Level:
        return look(limit, period, state, now)

    return take, level


class FixedWindow:
    """At most `quota.limit` units in each window of `quota.period` ticks."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst of its own")
        self._take, self._level = make(quota.limit, quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)
