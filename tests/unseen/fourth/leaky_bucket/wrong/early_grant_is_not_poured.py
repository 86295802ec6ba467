"""A take below the clock that fits is granted, but its water is not kept, as only a newer state replaces the old one."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(frozen=True)
class State:
    time: int
    water: int

    def at(self, now: int, limit: int) -> "State":
        passed = max(0, now - self.time)
        return State(now, max(0, self.water - passed * limit))


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.state = State(0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if not 1 <= cost <= q.burst:
            raise ValueError(f"cost {cost}")
        state = self.state.at(now, q.limit)
        over = state.water + (cost - q.burst) * q.period
        if over <= 0:
            state = State(now, state.water + cost * q.period)
        if state.time >= self.state.time:  # time must not go back
            self.state = state
        return -(-over // q.limit) if over > 0 else 0

    def level(self, now: int) -> Level:
        q = self.quota
        water = self.state.at(now, q.limit).water
        return Level((q.burst * q.period - water) // q.period, -(-water // q.limit))

    def delay(self, now: int) -> int:
        return -(-self.state.at(now, self.quota.limit).water // self.quota.limit)
