"""Wrong: only a grant stores the new state, so after a refusal the clock is still where it was before it."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int = 0
    before: int = 0
    current: int = 0


def moved(state: State, period: int, now: int) -> State:
    if now <= state.clock:
        return state
    match now // period - state.clock // period:
        case 0:
            return state._replace(clock=now)
        case 1:
            return State(now, state.current, 0)
        case _:
            return State(now)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._state = State()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        state = moved(self._state, self._period, now)
        left = self._period - state.clock % self._period
        room = self._limit - state.current - cost
        if state.before * left <= room * self._period:
            self._state = state._replace(current=state.current + cost)
            return 0
        edge = state.clock + left
        if room >= 0:
            return edge - room * self._period // state.before - now
        return edge + self._period - (self._limit - cost) * self._period // state.current - now

    def level(self, now: int) -> Level:
        clock, before, current = moved(self._state, self._period, now)
        left = self._period - clock % self._period
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
