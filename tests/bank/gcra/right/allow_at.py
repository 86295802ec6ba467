"""Keeps TAT minus the tolerance instead of the TAT: the time from which on nothing more would have to wait."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.per_tick, self.per_unit, self.burst = quota.limit, quota.period, quota.burst
        self.allow_at = -quota.burst * quota.period  # before time began

    def _room(self, now):
        return min(now * self.per_tick - self.allow_at, self.burst * self.per_unit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost} outside [1, {self.burst}]")
        room = self._room(now) - cost * self.per_unit
        if room < 0:
            return -(room // self.per_tick)
        self.allow_at = now * self.per_tick - room
        return 0

    def level(self, now: int) -> Level:
        room = self._room(now)
        to_new = self.burst * self.per_unit - room
        return Level(max(0, room // self.per_unit), -(-to_new // self.per_tick))
