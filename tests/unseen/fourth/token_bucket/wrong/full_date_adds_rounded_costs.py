"""`reset_after` comes from a date to which each grant adds its cost's ticks rounded up, so it is late after several grants."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    parts: int
    clock: int
    full_at: int = 0  # the tick at which it is full again, ready for `level`


def refill(quota: Quota, state: State, now: int) -> State:
    if now <= state.clock:
        return state
    parts = min(quota.burst * quota.period, state.parts + quota.limit * (now - state.clock))
    return state._replace(parts=parts, clock=now)


def ticks(quota: Quota, parts: int) -> int:
    return -(-parts // quota.limit)


def spend(quota: Quota, state: State, now: int, cost: int) -> tuple[State, int]:
    state = refill(quota, state, now)
    price = cost * quota.period
    if state.parts < price:
        return state, ticks(quota, price - state.parts)
    full_at = max(state.full_at, state.clock) + ticks(quota, price)
    return State(state.parts - price, state.clock, full_at), 0


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
        parts = refill(self._quota, self._state, now).parts
        return Level(parts // self._quota.period, max(0, self._state.full_at - now))
