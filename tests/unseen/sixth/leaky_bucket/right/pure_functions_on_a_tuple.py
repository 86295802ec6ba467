"""Right: an immutable State and pure functions drip and pour; the class only swaps one state for the next."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int
    drops: int  # a unit of water is `period` drops; `limit` drops leak per tick


def drip(state: State, now: int, limit: int) -> State:
    if now < state.clock:
        return state
    return State(now, max(0, state.drops - (now - state.clock) * limit))


def pour(state: State, drops: int, brim: int) -> tuple[State, int]:
    """Return the next state, and the drops that don't fit."""
    over = state.drops + drops - brim
    if over > 0:
        return state, over
    return state._replace(drops=state.drops + drops), 0


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._state = State(0, 0)

    @property
    def _brim(self) -> int:
        return self._quota.burst * self._quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError(f"{cost} units never fit into {self._quota.burst}")
        state = drip(self._state, now, self._quota.limit)
        self._state, over = pour(state, cost * self._quota.period, self._brim)
        return ceil_div(over, self._quota.limit)

    def level(self, now: int) -> Level:
        state = drip(self._state, now, self._quota.limit)
        return Level((self._brim - state.drops) // self._quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return ceil_div(drip(self._state, now, self._quota.limit).drops, self._quota.limit)
