"""Exact tokens as a Fraction in an immutable state that each take replaces."""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    tokens: Fraction
    since: int


def advance(state: State, now: int, flow: Fraction, top: int) -> State:
    gone = max(0, now - state.since)
    return State(min(Fraction(top), state.tokens + gone * flow), state.since + gone)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._top = quota.burst
        self._flow = Fraction(quota.limit, quota.period)
        self._state = State(Fraction(quota.burst), 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._top:
            raise ValueError("cost out of range")
        state = advance(self._state, now, self._flow, self._top)
        missing = cost - state.tokens
        if missing > 0:
            self._state = state
            return ceil(missing / self._flow)
        self._state = state._replace(tokens=-missing)
        return 0

    def level(self, now: int) -> Level:
        tokens = advance(self._state, now, self._flow, self._top).tokens
        return Level(floor(tokens), ceil((self._top - tokens) / self._flow))
