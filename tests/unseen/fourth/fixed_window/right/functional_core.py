"""Functional core: pure functions on a (window, used) pair; the class only holds the latest pair."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int
    used: int


def seen_at(state: State, window: int) -> State:
    return State(window, 0) if window > state.window else state


def decide(state: State, window: int, cost: int, limit: int) -> tuple[State, bool]:
    state = seen_at(state, window)
    if state.used + cost > limit:
        return state, False
    return state._replace(used=state.used + cost), True


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._quota = quota
        self._state = State(0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.limit:
            raise ValueError(f"cost {cost} can never be granted")
        window, elapsed = divmod(now, self._quota.period)
        self._state, granted = decide(self._state, window, cost, self._quota.limit)
        return 0 if granted else self._quota.period - elapsed

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self._quota.period)
        used = seen_at(self._state, window).used
        return Level(self._quota.limit - used, self._quota.period - elapsed if used else 0)
