"""Dataclasses: a member knows its index, meter and capacity; verdicts are values that can be ordered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ratelimit import Level, Meter


@dataclass(frozen=True, eq=False, slots=True)
class Member:
    index: int
    meter: Meter
    capacity: int

    def has(self, now: int, cost: int) -> bool:
        return self.meter.level(now).remaining >= cost


@dataclass(frozen=True, order=True, slots=True)
class Refused:
    """The smallest one decides."""

    minus_wait: int
    index: int


@dataclass(frozen=True, order=True, slots=True)
class Left:
    """The smallest one decides."""

    remaining: int
    minus_reset: int
    index: int


@dataclass(slots=True, eq=False)
class State:
    clock: int = 0
    binding: int | None = None


@dataclass(init=False, eq=False)
class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    members: list[Member] = field(repr=False)
    state: State

    def __init__(self, meters: Sequence[Meter]) -> None:
        self.members = []
        for index, meter in enumerate(meters):
            if any(member.meter is meter for member in self.members):
                raise ValueError(f"meter {index} is there twice")
            self.members.append(Member(index, meter, meter.level(0).remaining))
        if not self.members:
            raise ValueError("at least one meter")
        self.state = State()

    @property
    def binding(self) -> int | None:
        return self.state.binding

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"a cost of at least 1, not {cost}")
        for member in self.members:
            if cost > member.capacity:
                raise ValueError(f"meter {member.index} never grants {cost}")
        state = self.state
        state.clock = max(state.clock, now)
        if refusers := [member for member in self.members if not member.has(state.clock, cost)]:
            worst = min(Refused(-member.meter.take(state.clock, cost), member.index) for member in refusers)
            state.binding = worst.index
            return -worst.minus_wait
        for member in self.members:
            member.meter.take(state.clock, cost)
        state.binding = min(self._left(state.clock)).index
        return 0

    def _left(self, now: int) -> Iterator[Left]:
        for member in self.members:
            level = member.meter.level(now)
            yield Left(level.remaining, -level.reset_after, member.index)

    def level(self, now: int) -> Level:
        left = list(self._left(max(now, self.state.clock)))
        return Level(min(one.remaining for one in left), max(-one.minus_reset for one in left))
