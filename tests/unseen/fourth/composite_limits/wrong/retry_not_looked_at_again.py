"""Grants a retry after the wait it told without a look, also if smaller costs were granted in between."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        meters = tuple(meters)
        if not meters:
            raise ValueError("Composite needs meters")
        if len(frozenset(map(id, meters))) != len(meters):
            raise ValueError("Composite needs each meter once")
        self._meters = meters
        self._largest = min(meter.level(0).remaining for meter in meters)
        self._clock = 0
        self._promise: tuple[int, int] | None = None  # from this tick on, that cost is granted
        self.binding: int | None = None

    def _promised(self, at: int, cost: int) -> bool:
        """Waits are exact: who has waited is granted, and needs no second look."""
        if self._promise is None:
            return False
        tick, most = self._promise
        return at >= tick and cost <= most

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self._largest < cost:
            raise ValueError(f"a cost of {cost} is never granted")
        at = self._clock = max(self._clock, now)
        if not self._promised(at, cost):
            refusals = []
            for i, meter in enumerate(self._meters):
                if meter.level(at).remaining < cost:
                    refusals.append((meter.take(at, cost), i))
            if refusals:
                wait, self.binding = max(refusals, key=lambda refusal: refusal[0])
                self._promise = at + wait, cost
                return wait
        else:
            self._promise = None
        for meter in self._meters:
            meter.take(at, cost)
        self.binding = min(enumerate(self._look(at)), key=lambda pair: (pair[1].remaining, -pair[1].reset_after))[0]
        return 0

    def _look(self, at: int) -> list[Level]:
        return [meter.level(at) for meter in self._meters]

    def level(self, now: int) -> Level:
        levels = self._look(max(self._clock, now))
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
