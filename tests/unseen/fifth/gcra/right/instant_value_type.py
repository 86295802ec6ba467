"""A value type for instants, ticks and a numerator like a C timespec, ordered and immutable."""

from __future__ import annotations

from functools import total_ordering

from ratelimit import Level, Quota


@total_ordering
class Instant:
    __slots__ = ("ticks", "part", "of")

    def __init__(self, ticks: int, part: int, of: int) -> None:
        carry, self.part = divmod(part, of)
        self.ticks = ticks + carry
        self.of = of

    def plus(self, parts: int) -> Instant:
        return Instant(self.ticks, self.part + parts, self.of)

    def since(self, other: Instant) -> int:
        """The time between, in parts of a tick."""
        return (self.ticks - other.ticks) * self.of + self.part - other.part

    def __eq__(self, other) -> bool:
        return (self.ticks, self.part) == (other.ticks, other.part)

    def __lt__(self, other) -> bool:
        return (self.ticks, self.part) < (other.ticks, other.part)


def round_up(parts: int, of: int) -> int:
    return -(-parts // of)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._interval = quota.period
        self._of = quota.limit
        self._burst = quota.burst
        self._tat = Instant(0, 0, quota.limit)
        self._latest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost")
        # a late take counts as made at the latest time
        now = self._latest = max(now, self._latest)
        here = Instant(now, 0, self._of)
        due = max(self._tat, here).plus(cost * self._interval)
        allowed = here.plus(self._burst * self._interval)
        if due <= allowed:
            self._tat = due
            return 0
        return round_up(due.since(allowed), self._of)

    def level(self, now: int) -> Level:
        here = Instant(now, 0, self._of)
        ahead = max(self._tat, here).since(here)
        return Level(max(0, (self._burst * self._interval - ahead) // self._interval), round_up(ahead, self._of))
