"""A token bucket as pure functions over an immutable state; the class is a thin shell."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    parts: int  # tokens, in parts of 1/period
    clock: int


def refill(quota: Quota, state: State, now: int) -> State:
    if now <= state.clock:
        return state
    gained = quota.limit * (now - state.clock)
    return State(min(quota.burst * quota.period, state.parts + gained), now)


def ticks(quota: Quota, parts: int) -> int:
    return -(-parts // quota.limit)


def spend(quota: Quota, state: State, now: int, cost: int) -> tuple[State, int]:
    state = refill(quota, state, now)
    missing = cost * quota.period - state.parts
    if missing > 0:
        return state, ticks(quota, missing)
    return State(-missing, state.clock), 0


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._state = State(quota.burst * quota.period, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError(f"cost must be 1 to {self._quota.burst}, got {cost}")
        self._state, wait = spend(self._quota, self._state, now, cost)
        return wait

    def level(self, now: int) -> Level:
        quota = self._quota
        parts = refill(quota, self._state, now).parts
        return Level(parts // quota.period, ticks(quota, quota.burst * quota.period - parts))
