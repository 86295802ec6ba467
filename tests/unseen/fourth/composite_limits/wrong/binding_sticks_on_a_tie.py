"""Keeps the last binding if that meter is among equals after a grant, instead of the first of them."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = [meter for meter in meters]
        if self._meters == []:
            raise ValueError("an empty composite")
        if len({id(meter) for meter in self._meters}) < len(self._meters):
            raise ValueError("a composite with a meter twice")
        self._capacity = min(level.remaining for level in self._levels(0))
        self._clock = 0
        self.binding: int | None = None

    def _levels(self, at: int) -> list[Level]:
        return [meter.level(at) for meter in self._meters]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"cost {cost} doesn't fit")
        self._clock = at = max(self._clock, now)
        waits = [
            meter.take(at, cost) if level.remaining < cost else 0
            for meter, level in zip(self._meters, self._levels(at))
        ]
        if any(waits):
            self.binding = waits.index(max(waits))
            return max(waits)
        for meter in self._meters:
            meter.take(at, cost)
        after = self._levels(at)
        best = self.binding or 0
        for i, level in enumerate(after):
            if (level.remaining, -level.reset_after) < (after[best].remaining, -after[best].reset_after):
                best = i
        self.binding = best
        return 0

    def level(self, now: int) -> Level:
        levels = self._levels(max(self._clock, now))
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
