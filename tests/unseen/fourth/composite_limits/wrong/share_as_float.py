"""Compares what is left with the cost by a quotient of floats, which is 1.0 for neighbours among great numbers."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Member:
    def __init__(self, index: int, meter: Meter) -> None:
        self.index = index
        self.meter = meter
        self.capacity = meter.level(0).remaining

    def covers(self, at: int, cost: int) -> bool:
        """Whether what is left is all of the cost, or more."""
        return self.meter.level(at).remaining / cost >= 1

    def rank(self, at: int) -> tuple[int, int, int]:
        left, reset = self.meter.level(at)
        return left, -reset, self.index


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        if len(meters) == 0:
            raise ValueError("no members")
        if len({id(meter) for meter in meters}) != len(meters):
            raise ValueError("a member is there twice")
        self._members = [Member(i, meter) for i, meter in enumerate(meters)]
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or any(cost > member.capacity for member in self._members):
            raise ValueError(f"cost {cost}")
        self._clock = at = max(self._clock, now)
        refusing = [member for member in self._members if not member.covers(at, cost)]
        if refusing:
            waits = {member.index: member.meter.take(at, cost) for member in refusing}
            self.binding = max(waits, key=lambda index: waits[index])
            return waits[self.binding]
        for member in self._members:
            member.meter.take(at, cost)
        self.binding = min(member.rank(at) for member in self._members)[2]
        return 0

    def level(self, now: int) -> Level:
        levels = [member.meter.level(max(self._clock, now)) for member in self._members]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
