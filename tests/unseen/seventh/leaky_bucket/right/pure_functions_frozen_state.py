"""Right: a frozen dataclass for the state and pure functions beside the class; water is counted in period-ths of a unit."""

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True, slots=True)
class State:
    water: int = 0  # one unit is `period` drops, and `limit` drops leak in a tick
    clock: int = 0


def leak(state: State, now: int, limit: int) -> State:
    if now <= state.clock:
        return state
    return State(max(0, state.water - (now - state.clock) * limit), now)


def pour(state: State, drops: int, brim: int) -> tuple[State, int]:
    """Return the new state, and how many drops were too many (if any, nothing is poured)."""
    too_many = state.water + drops - brim
    return (state, too_many) if too_many > 0 else (replace(state, water=state.water + drops), 0)


def ticks(drops: int, limit: int) -> int:
    return -(-drops // limit)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._brim = quota.burst * quota.period
        self._state = State()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.burst:
            raise ValueError(f"a cost must be from 1 to {self._quota.burst}, got {cost}")
        leaked = leak(self._state, now, self._quota.limit)
        self._state, too_many = pour(leaked, cost * self._quota.period, self._brim)
        return ticks(too_many, self._quota.limit)

    def level(self, now: int) -> Level:
        water = leak(self._state, now, self._quota.limit).water
        return Level((self._brim - water) // self._quota.period, ticks(water, self._quota.limit))

    def delay(self, now: int) -> int:
        return ticks(leak(self._state, now, self._quota.limit).water, self._quota.limit)
