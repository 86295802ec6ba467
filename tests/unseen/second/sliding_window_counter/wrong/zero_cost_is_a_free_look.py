"""A cost of 0 is answered instead of refused with ValueError.

Source: (b) ZhuoZhuoCrayon/throttled-py #85 (cost=0 as a peek).
Witness: 4/1: take(2, 0) -> 0, right: ValueError
"""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int = 0
    window: int = 0
    current: int = 0
    before: int = 0


def seen_from(state: State, window: int) -> State:
    match window - state.window:
        case 0:
            return state
        case 1:
            return state._replace(window=window, before=state.current, current=0)
        case _:
            return state._replace(window=window, before=0, current=0)


def estimate(state: State, elapsed: int, period: int) -> Fraction:
    return Fraction(state.before * (period - elapsed), period) + state.current


def first_elapsed(before: int, room: int, period: int) -> int:
    """The first tick of a window at which `before` units of the one before have shrunk to `room`."""
    return max(0, ceil(period - Fraction(room * period, before))) if before else 0


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst here")
        self._quota = quota
        self._state = State()

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._quota.limit, self._quota.period
        if cost not in range(limit + 1):
            raise ValueError(f"{cost} is not in 1..{limit}")
        clock = max(now, self._state.clock)
        window, elapsed = divmod(clock, period)
        state = seen_from(self._state, window)._replace(clock=clock)
        if estimate(state, elapsed, period) + cost <= limit:
            self._state = state._replace(current=state.current + cost)
            return 0
        self._state = state
        room = limit - cost - state.current
        if room >= 0:
            return first_elapsed(state.before, room, period) - elapsed
        return period + first_elapsed(state.current, limit - cost, period) - elapsed

    def level(self, now: int) -> Level:
        limit, period = self._quota.limit, self._quota.period
        window, elapsed = divmod(now, period)
        state = seen_from(self._state, window)
        remaining = floor(limit - estimate(state, elapsed, period))
        reset = 2 * period - elapsed if state.current else period - elapsed if state.before else 0
        return Level(max(0, remaining), reset)
