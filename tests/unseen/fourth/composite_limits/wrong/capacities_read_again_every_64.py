"""Reads the capacities again at each 64th take, from meters that are not fresh any more."""

from collections.abc import Sequence

from ratelimit import Level, Meter

_EVERY = 64


class Composite:
    """Limits may be changed while the program runs, so the largest cost is looked up again from time to time."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = list(meters)
        if not self._meters:
            raise ValueError("no meters")
        if len({id(meter) for meter in self._meters}) < len(self._meters):
            raise ValueError("one meter twice")
        self._clock = 0
        self._countdown = _EVERY
        self._largest = self._smallest_remaining(self._levels(0))
        self.binding: int | None = None

    def _levels(self, at: int) -> list[Level]:
        return [meter.level(at) for meter in self._meters]

    @staticmethod
    def _smallest_remaining(levels: list[Level]) -> int:
        return min(level.remaining for level in levels)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._largest:
            raise ValueError(f"a cost must be from 1 to {self._largest}")
        self._clock = max(self._clock, now)
        levels = self._levels(self._clock)
        self._countdown -= 1
        if self._countdown == 0:
            self._countdown = _EVERY
            self._largest = self._smallest_remaining(levels)
        waits = []
        for meter, level in zip(self._meters, levels):
            waits.append(meter.take(self._clock, cost) if level.remaining < cost else 0)
        wait = max(waits)
        if wait:
            self.binding = waits.index(wait)
            return wait
        for meter in self._meters:
            meter.take(self._clock, cost)
        after = self._levels(self._clock)
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after, i))
        return 0

    def level(self, now: int) -> Level:
        levels = self._levels(max(self._clock, now))
        return Level(self._smallest_remaining(levels), max(level.reset_after for level in levels))
