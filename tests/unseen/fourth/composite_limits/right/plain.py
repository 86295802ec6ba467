"""Asks the levels first, then the refusers for their waits or everybody for the units."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = list(meters)
        if not self._meters:
            raise ValueError("at least one meter is needed")
        if len({id(meter) for meter in self._meters}) != len(self._meters):
            raise ValueError("a meter is there twice")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost must be at least 1, not {cost}")
        if cost > self._capacity:
            raise ValueError(f"cost must be at most {self._capacity}, not {cost}")
        self._clock = max(self._clock, now)
        refusers = [i for i, meter in enumerate(self._meters) if meter.level(self._clock).remaining < cost]
        if refusers:
            wait, self.binding = 0, None
            for i in refusers:
                one = self._meters[i].take(self._clock, cost)
                if one > wait:
                    wait, self.binding = one, i
            return wait
        for meter in self._meters:
            meter.take(self._clock, cost)
        levels = [meter.level(self._clock) for meter in self._meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(now, self._clock)) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
