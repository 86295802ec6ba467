"""Immutable state: every take computes a new tuple from the old one and swaps it in last."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    stock: int  # tokens times the period
    at: int


def grow(state, now, quota):
    if now <= state.at:
        return state
    return State(min(quota.burst * quota.period, state.stock + (now - state.at) * quota.limit), now)


def spend(state, cost, quota):
    stock = state.stock - cost * quota.period
    return (0, state._replace(stock=stock)) if stock >= 0 else (-(stock // quota.limit), state)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._state = State(quota.burst * quota.period, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self._quota.burst}")
        answer, self._state = spend(grow(self._state, now, self._quota), cost, self._quota)
        return answer

    def level(self, now: int) -> Level:
        state = grow(self._state, now, self._quota)
        reset_after, _ = spend(state, self._quota.burst, self._quota)
        return Level(state.stock // self._quota.period, reset_after)
