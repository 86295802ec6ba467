"""Decision and commit are apart: a pure `decide` returns outcome and next state in a dataclass, a match commits it."""

from dataclasses import dataclass
from typing import Callable, TypeAlias

from ratelimit import Level, Quota

Spent: TypeAlias = tuple[int, int]  # (clock, debt at the clock, in period-ths of a unit)


@dataclass(frozen=True)
class Granted:
    state: Spent


@dataclass(frozen=True)
class Refused:
    state: Spent
    wait: int


def make(limit: int, period: int, burst: int) -> tuple[Callable, Callable]:
    most = burst * period

    def pay_off(state: Spent, now: int) -> Spent:
        clock, debt = state
        return (now, max(0, debt - (now - clock) * limit)) if now > clock else state

    def decide(state: Spent, now: int, cost: int) -> Granted | Refused:
        clock, debt = state = pay_off(state, now)
        debt += cost * period
        return Granted((clock, debt)) if debt <= most else Refused(state, (debt - most - 1) // limit + 1)

    def look(state: Spent, now: int) -> Level:
        _, debt = pay_off(state, now)
        return Level((most - debt) // period, -(-debt // limit))

    return decide, look


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._burst = quota.burst
        self._decide, self._look = make(quota.limit, quota.period, quota.burst)
        self._state: Spent = (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"a cost of {cost} is never granted")
        match self._decide(self._state, now, cost):
            case Granted(state):
                self._state = state
                return 0
            case Refused(state, wait):
                self._state = state
                return wait

    def level(self, now: int) -> Level:
        return self._look(self._state, now)
