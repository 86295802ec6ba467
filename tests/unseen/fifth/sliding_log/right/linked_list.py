"""Right: a singly linked list of grants; the oldest is cut off, the newest is hung on."""

from __future__ import annotations

from ratelimit import Quota


class Grant:
    __slots__ = ("leaves", "newer", "units")

    def __init__(self, leaves: int, units: int) -> None:
        self.leaves = leaves
        self.units = units
        self.newer: Grant | None = None


class SlidingLog:
    __slots__ = ("_clock", "_free", "_limit", "_newest", "_oldest", "_period")

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("this quota has a burst")
        self._limit = quota.limit
        self._period = quota.period
        self._free = quota.limit
        self._clock = 0
        self._oldest: Grant | None = None
        self._newest: Grant | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self._limit or cost < 1:
            raise ValueError(cost)
        if now > self._clock:
            self._clock = now
        oldest = self._oldest
        while oldest is not None and oldest.leaves <= self._clock:
            self._free += oldest.units
            oldest = oldest.newer
        self._oldest = oldest
        if cost > self._free:
            free = self._free + oldest.units
            while free < cost:
                oldest = oldest.newer
                free += oldest.units
            return oldest.leaves - now
        grant = Grant(self._clock + self._period, cost)
        if oldest is None:
            self._oldest = grant
        else:
            self._newest.newer = grant
        self._newest = grant
        self._free -= cost
        return 0

    def level(self, now: int) -> tuple[int, int]:
        free, grant = self._free, self._oldest
        while grant is not None and grant.leaves <= now:
            free += grant.units
            grant = grant.newer
        return (free, 0) if grant is None else (free, self._newest.leaves - now)
