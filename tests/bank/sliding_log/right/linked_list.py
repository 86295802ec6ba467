"""A singly linked list of grants between an oldest and a newest end."""

from __future__ import annotations

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(slots=True)
class Grant:
    leaves: int
    units: int
    younger: Grant | None = None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"no burst here: {quota.burst} for limit {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.oldest: Grant | None = None
        self.newest: Grant | None = None
        self.room = quota.limit
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be at least 1 and at most {self.limit}, got {cost}")
        self.clock = max(self.clock, now)
        self.oldest, self.room = self._after(self.clock)
        if self.room >= cost:
            self._append(Grant(self.clock + self.period, cost))
            return 0
        grant, room = self.oldest, self.room + self.oldest.units
        while room < cost:
            grant = grant.younger
            room += grant.units
        return grant.leaves - self.clock

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        oldest, room = self._after(now)
        return Level(room, self.newest.leaves - now if oldest else 0)

    def _after(self, now: int) -> tuple[Grant | None, int]:
        """The oldest grant that still counts at now, and the room that there is then."""
        grant, room = self.oldest, self.room
        while grant and grant.leaves <= now:
            room += grant.units
            grant = grant.younger
        return grant, room

    def _append(self, grant: Grant) -> None:
        if self.oldest is None:
            self.oldest = grant
        else:
            self.newest.younger = grant
        self.newest = grant
        self.room -= grant.units
