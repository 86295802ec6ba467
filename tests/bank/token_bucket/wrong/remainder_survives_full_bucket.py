"""Keeps the fraction of a token in a full bucket, so that the first token after a grant comes too early.

Breaks: law 1 (The formula)
Level: refill
Shows: 1/10 burst 1: take(0) take(19) take(20)
Expected: 9; yours: 0
Shipped: not known
"""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    tokens: int
    credit: int  # 1/period tokens, always below one token
    at: int


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.state = State(tokens=quota.burst, credit=0, at=0)

    def step(self, state: State, now: int) -> State:
        if now <= state.at:
            return state
        fresh, credit = divmod(state.credit + (now - state.at) * self.quota.limit, self.quota.period)
        return State(min(self.quota.burst, state.tokens + fresh), credit, now)

    def ticks_until(self, state: State, tokens: int) -> int:
        if state.tokens >= tokens:
            return 0
        missing = (tokens - state.tokens) * self.quota.period - state.credit
        return -(-missing // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost={cost}")
        self.state = self.step(self.state, now)
        wait = self.ticks_until(self.state, cost)
        if wait == 0:
            self.state = self.state._replace(tokens=self.state.tokens - cost)
        return wait

    def level(self, now: int) -> Level:
        state = self.step(self.state, now)
        return Level(state.tokens, self.ticks_until(state, self.quota.burst))
