"""Keeps a frozen state, clock and all, and lets a pure function compute the answer and the next state."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int = 0
    used: int = 0


def seen_at(state: State, now: int, period: int) -> State:
    match now // period - state.clock // period:
        case 0:
            return State(max(now, state.clock), state.used)
        case turns if turns > 0:
            return State(now, 0)
        case _:
            return state


def step(state: State, now: int, cost: int, quota: Quota) -> tuple[int, State]:
    here = seen_at(state, now, quota.period)
    if here.used + cost > quota.limit:
        return quota.period - here.clock % quota.period, here
    return 0, here._replace(used=here.used + cost)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window takes no burst")
        self.quota, self.state = quota, State()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} can't be granted")
        answer, self.state = step(self.state, now, cost, self.quota)
        return answer

    def level(self, now: int) -> Level:
        here = seen_at(self.state, now, self.quota.period)
        reset_after = self.quota.period - here.clock % self.quota.period if here.used else 0
        return Level(self.quota.limit - here.used, reset_after)
