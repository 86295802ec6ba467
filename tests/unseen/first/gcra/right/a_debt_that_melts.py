"""Functional: a pure step over (clock, debt), where debt is how far TAT is ahead of the clock; a take below the clock is answered as at the clock."""

from collections.abc import Callable

from ratelimit import Level, Quota

State = tuple[int, int]


def stepper(limit: int, period: int, burst: int) -> tuple[Callable, Callable]:
    most = burst * period

    def melt(state: State, now: int) -> State:
        clock, debt = state
        return (now, max(0, debt - (now - clock) * limit)) if now > clock else state

    def step(state: State, now: int, cost: int) -> tuple[State, int]:
        clock, debt = melt(state, now)
        more = debt + cost * period
        return ((clock, more), 0) if more <= most else ((clock, debt), (more - most + limit - 1) // limit)

    def look(state: State, now: int) -> Level:
        _, debt = melt(state, now)
        return Level((most - debt) // period, (debt + limit - 1) // limit)

    return step, look


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._step, self._look = stepper(quota.limit, quota.period, quota.burst)
        self._burst = quota.burst
        self._state: State = (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError("cost must be within 1..burst")
        self._state, wait = self._step(self._state, now, cost)
        return wait

    def level(self, now: int) -> Level:
        return self._look(self._state, now)
