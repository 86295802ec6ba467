"""Right: functional: a pure step from (state, call) to (state, answer), held by a closure, with windows as fractions."""

from collections.abc import Callable
from fractions import Fraction
from math import floor
from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int
    granted: tuple[int, ...]


def _window(now: int, quota: Quota) -> int:
    return floor(Fraction(now, quota.period))


def _roll(state: State, window: int) -> State:
    return State(window, ()) if window > state.window else state


def _step(quota: Quota, state: State, now: int, cost: int) -> tuple[State, int]:
    if min(cost, quota.limit - cost + 1) < 1:
        raise ValueError("never")
    window = _window(now, quota)
    here = _roll(state, window)
    total = sum(here.granted, cost)
    if total > quota.limit:
        return here, (window + 1) * quota.period - now
    return State(here.window, (total,)), 0


def _look(quota: Quota, state: State, now: int) -> Level:
    window = _window(now, quota)
    match _roll(state, window).granted:
        case (used,):
            return Level(quota.limit - used, (window + 1) * quota.period - now)
        case _:
            return Level(quota.limit, 0)


def _machine(quota: Quota) -> tuple[Callable[..., int], Callable[[int], Level]]:
    state = State(0, ())

    def take(now: int, cost: int = 1) -> int:
        nonlocal state
        state, wait = _step(quota, state, now, cost)
        return wait

    return take, lambda now: _look(quota, state, now)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if {quota.limit} != {quota.burst}:
            raise ValueError("limit and burst differ")
        self._take, self._look = _machine(quota)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._look(now)
