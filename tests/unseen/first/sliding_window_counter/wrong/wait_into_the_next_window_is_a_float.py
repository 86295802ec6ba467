"""The wait that ends in the next window is computed with float division.

Source: (c) port from JavaScript, float arithmetic in one branch only
Witness: 3/9: take(0, 3) take(0) -> 13, right: 12
"""

from math import ceil
from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int = 0
    edge: int = 0
    before: int = 0
    current: int = 0


def roll(state, now, period):
    """`edge` is the end of the window of `now`."""
    edge = now - now % period + period
    match (edge - state.edge) // period if state.edge else 2:
        case 0:
            return state._replace(clock=now)
        case 1:
            return State(now, edge, state.current, 0)
    return State(now, edge)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        if limit != burst:
            raise ValueError("no burst")
        state = State()

        def wait(seen, cost):
            spare = limit - cost - seen.current
            if spare >= 0:
                return seen.edge - seen.clock - spare * period // seen.before
            return seen.edge - seen.clock + ceil(period * (1 - (limit - cost) / seen.current))

        def take(now: int, cost: int = 1) -> int:
            nonlocal state
            if not 1 <= cost <= limit:
                raise ValueError("never")
            if now < state.clock:
                return state.clock - now
            state = roll(state, now, period)
            if state.before * (state.edge - now) + (state.current + cost) * period > limit * period:
                return wait(state, cost)
            state = state._replace(current=state.current + cost)
            return 0

        def level(now: int) -> Level:
            if now < state.clock:
                return Level(0, 1)
            seen = roll(state, now, period)
            room = (limit - seen.current) * period - seen.before * (seen.edge - now)
            count = bool(seen.current) * period + bool(seen.current or seen.before) * (seen.edge - now)
            return Level(room // period, count)

        self.take, self.level = take, level
