"""A functional core: pure functions over an immutable state of Fractions, and a shell that keeps the latest one."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    tokens: Fraction
    at: int


class Rules(NamedTuple):
    rate: Fraction  # tokens per tick
    burst: int


def flow(rules: Rules, state: State, now: int) -> State:
    if now <= state.at:
        return state
    return State(min(Fraction(rules.burst), state.tokens + (now - state.at) * rules.rate), now)


def spend(rules: Rules, state: State, cost: int) -> tuple[State, int]:
    left = state.tokens - cost
    if left >= 0:
        return state._replace(tokens=left), 0
    return state, math.ceil(-left / rules.rate)


def view(rules: Rules, state: State) -> Level:
    return Level(math.floor(state.tokens), math.ceil((rules.burst - state.tokens) / rules.rate))


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rules = Rules(Fraction(quota.limit, quota.period), quota.burst)
        self.state = State(Fraction(quota.burst), 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.rules.burst:
            raise ValueError("cost out of range")
        self.state, answer = spend(self.rules, flow(self.rules, self.state, now), cost)
        return answer

    def level(self, now: int) -> Level:
        return view(self.rules, flow(self.rules, self.state, now))
