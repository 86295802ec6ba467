"""Wrong: the wait of a take behind the clock is shortened by how far it is behind, down to 0, which says that it is granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratelimit import Level, Meter


@dataclass(eq=False)
class _Participant:
    index: int
    meter: Meter
    capacity: int

    def votes_yes(self, at: int, cost: int) -> bool:
        return self.meter.level(at).remaining >= cost

    def commit(self, at: int, cost: int) -> tuple[int, int, int]:
        """Spend, and return how tight it is now: the smallest of these binds."""
        self.meter.take(at, cost)
        left, fresh = self.meter.level(at)
        return left, -fresh, self.index

    def complain(self, at: int, cost: int) -> tuple[int, int]:
        """Ask for the wait of a refusal, which spends nothing: the greatest of these binds."""
        return self.meter.take(at, cost), -self.index


class Composite:
    """A coordinator of meters."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        seen: set[int] = set()
        self._participants: list[_Participant] = []
        for index, meter in enumerate(meters):
            if id(meter) in seen:
                raise ValueError(f"meter {index} is there already")
            seen.add(id(meter))
            self._participants.append(_Participant(index, meter, meter.level(0).remaining))
        if not self._participants:
            raise ValueError("no meter")
        self._at = 0
        self._binding: int | None = None

    @property
    def binding(self) -> int | None:
        return self._binding

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or any(cost > each.capacity for each in self._participants):
            raise ValueError("never")
        behind = max(0, self._at - now)
        self._at = max(self._at, now)
        against = [each for each in self._participants if not each.votes_yes(self._at, cost)]
        if against:
            wait, index = max(each.complain(self._at, cost) for each in against)
            self._binding = -index
            return max(0, wait - behind)
        *_, self._binding = min([each.commit(self._at, cost) for each in self._participants])
        return 0

    def level(self, now: int) -> Level:
        at = now if now > self._at else self._at
        left, fresh = zip(*(each.meter.level(at) for each in self._participants))
        return Level(min(left), max(fresh))
