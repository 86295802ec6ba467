"""Finds the index for the binding with list.index, which returns the first meter that compares equal."""

from collections.abc import Iterator, Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters: list[Meter] = []
        for meter in meters:
            if any(meter is known for known in self._meters):
                raise ValueError("this meter is there already")
            self._meters.append(meter)
        if len(self._meters) == 0:
            raise ValueError("no meter")
        self._capacity = min(level.remaining for _, level in self._look(0))
        self._clock = 0
        self._decider: Meter | None = None

    def _look(self, at: int) -> Iterator[tuple[Meter, Level]]:
        for meter in self._meters:
            yield meter, meter.level(at)

    @property
    def binding(self) -> int | None:
        if self._decider is None:
            return None
        return self._meters.index(self._decider)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"{cost} is below 1 or above {self._capacity}")
        self._clock = max(self._clock, now)
        short = [meter for meter, level in self._look(self._clock) if level.remaining < cost]
        if short:
            wait, self._decider = max(((m.take(self._clock, cost), m) for m in short), key=lambda pair: pair[0])
            return wait
        for meter in self._meters:
            meter.take(self._clock, cost)
        self._decider, _ = min(self._look(self._clock), key=lambda pair: (pair[1].remaining, -pair[1].reset_after))
        return 0

    def level(self, now: int) -> Level:
        levels = [level for _, level in self._look(max(self._clock, now))]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
