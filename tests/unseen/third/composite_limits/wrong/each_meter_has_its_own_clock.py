"""Keeps a clock for each meter, which moves when that meter is asked to take, so after a refusal they stand at different times."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = tuple(meters)
        if not self._meters:
            raise ValueError("a composite needs at least one meter")
        if len({id(meter) for meter in self._meters}) < len(self._meters):
            raise ValueError("the same meter twice")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)
        self._clocks = [0] * len(self._meters)
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._capacity:
            raise ValueError(f"a cost of {cost} is never granted")
        ats = [max(now, clock) for clock in self._clocks]
        before = [meter.level(at) for meter, at in zip(self._meters, ats)]
        refusing = [i for i, level in enumerate(before) if level.remaining < cost]
        if refusing:
            waits = {i: self._meters[i].take(ats[i], cost) for i in refusing}
            for i in refusing:
                self._clocks[i] = ats[i]
            self.binding = max(refusing, key=waits.__getitem__)
            return waits[self.binding]
        for meter, at in zip(self._meters, ats):
            meter.take(at, cost)
        self._clocks = ats
        after = [meter.level(at) for meter, at in zip(self._meters, ats)]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(now, clock)) for meter, clock in zip(self._meters, self._clocks)]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
