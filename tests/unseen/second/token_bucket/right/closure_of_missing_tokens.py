"""Right: closures over an immutable pair of clock and missing tokens; a take below the clock is always refused."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    clock: int
    missing: int


def ceil_div(a, b):
    return -(-a // b)


def machine(limit, period, burst):
    state = State(0, 0)

    def missing_at(now):
        return max(0, state.missing - limit * (now - state.clock))

    def take(now, cost):
        nonlocal state
        if not 1 <= cost <= burst:
            raise ValueError(f"{cost} is not in 1..{burst}")
        if now < state.clock:
            return 1 + state.clock - now
        missing = missing_at(now)
        over = missing + cost * period - burst * period
        state = State(now, missing if over > 0 else missing + cost * period)
        return ceil_div(over, limit) if over > 0 else 0

    def level(now):
        missing = missing_at(max(now, state.clock))
        return Level(burst - ceil_div(missing, period), ceil_div(missing, limit))

    return take, level


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._take, self._level = machine(quota.limit, quota.period, quota.burst)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)
