"""Wrong: each immutable state links to the one before it, for rolling back a refusal, so all of them are kept for ever."""

from __future__ import annotations

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(frozen=True, slots=True)
class State:
    water: int
    clock: int
    before: State | None = None


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._state = State(0, 0)

    def _leak(self, now: int) -> State:
        old = self._state
        if now <= old.clock:
            return old
        return State(max(0, old.water - (now - old.clock) * self._quota.limit), now, old)

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost out of range")
        leaked = self._leak(now)
        self._state = State(leaked.water + cost * q.period, leaked.clock, leaked)
        over = self._state.water - q.burst * q.period
        if over > 0:
            self._state = self._state.before  # roll back
            return -(-over // q.limit)
        return 0

    def delay(self, now: int) -> int:
        return -(-self._leak(now).water // self._quota.limit)

    def level(self, now: int) -> Level:
        water = self._leak(now).water
        return Level(
            (self._quota.burst * self._quota.period - water) // self._quota.period, -(-water // self._quota.limit)
        )
