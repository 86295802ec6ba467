"""Right: an immutable state and a pure function from state and time to state, as in a functional language."""

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True)
class State:
    clock: int = 0
    granted: int = 0


def at(state: State, now: int, period: int) -> State:
    """The state as it is at `now`; a time below the clock is the clock."""
    now = max(now, state.clock)
    same = now // period == state.clock // period
    return State(now, state.granted if same else 0)


def until_next(now: int, period: int) -> int:
    return period - now % period


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst - quota.limit:
            raise ValueError("a fixed window can't have a burst")
        self.quota = quota
        self.state = State()

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.limit:
            raise ValueError(f"can't ever grant {cost}")
        self.state = at(self.state, now, self.quota.period)
        granted = self.state.granted + cost
        if granted <= self.quota.limit:
            self.state = replace(self.state, granted=granted)
            return 0
        return until_next(self.state.clock, self.quota.period)

    def level(self, now: int) -> Level:
        seen = at(self.state, now, self.quota.period)
        wait = until_next(seen.clock, self.quota.period) if seen.granted else 0
        return Level(self.quota.limit - seen.granted, wait)
