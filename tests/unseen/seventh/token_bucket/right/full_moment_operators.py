"""Right: keeps only the moment at which the bucket is full, as an Instant in limit-ths of a tick, with overloaded operators."""

from __future__ import annotations

from functools import total_ordering

from ratelimit import Level, Quota


@total_ordering
class Instant:
    """A point or a span of time, `parts / per_tick` ticks."""

    __slots__ = ("parts", "per_tick")

    def __init__(self, parts: int, per_tick: int) -> None:
        self.parts = parts
        self.per_tick = per_tick

    def __add__(self, other: Instant) -> Instant:
        return Instant(self.parts + other.parts, self.per_tick)

    def __sub__(self, other: Instant) -> Instant:
        return Instant(self.parts - other.parts, self.per_tick)

    def __mul__(self, times: int) -> Instant:
        return Instant(self.parts * times, self.per_tick)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instant) and self.parts == other.parts

    def __lt__(self, other: Instant) -> bool:
        return self.parts < other.parts

    def __floordiv__(self, other: Instant) -> int:
        return self.parts // other.parts

    def __ceil__(self) -> int:
        return -(-self.parts // self.per_tick)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.per_tick = quota.limit
        self.token_time = Instant(quota.period, quota.limit)
        self.fill_time = self.token_time * quota.burst
        self.full_at = Instant(0, quota.limit)
        self.clock = 0

    def _empty_part(self, now: int) -> Instant:
        """How long the bucket needs until it is full, seen from `now`."""
        at = Instant(now * self.per_tick, self.per_tick)
        zero = Instant(0, self.per_tick)
        return max(zero, self.full_at - at)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost} is not within 1..{self.burst}")
        self.clock = max(self.clock, now)
        empty = self._empty_part(self.clock) + self.token_time * cost
        if empty > self.fill_time:
            return empty.__sub__(self.fill_time).__ceil__()
        self.full_at = Instant(self.clock * self.per_tick, self.per_tick) + empty
        return 0

    def level(self, now: int) -> Level:
        empty = self._empty_part(max(now, self.clock))
        return Level((self.fill_time - empty) // self.token_time, empty.__ceil__())
