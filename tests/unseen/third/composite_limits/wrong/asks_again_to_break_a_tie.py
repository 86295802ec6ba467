"""After a grant it asks for what is left, and where that is a tie, asks those meters once more for the time until fresh."""

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
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._capacity:
            raise ValueError(f"a cost of {cost} is never granted")
        self._clock = at = max(now, self._clock)
        before = [meter.level(at) for meter in self._meters]
        refusing = [i for i, level in enumerate(before) if level.remaining < cost]
        if refusing:
            waits = {i: self._meters[i].take(at, cost) for i in refusing}
            self.binding = max(refusing, key=waits.__getitem__)
            return waits[self.binding]
        for meter in self._meters:
            meter.take(at, cost)
        left = [meter.level(at).remaining for meter in self._meters]
        tied = [i for i, units in enumerate(left) if units == min(left)]
        self.binding = tied[0]
        if len(tied) > 1:
            self.binding = max(tied, key=lambda i: self._meters[i].level(at).reset_after)
        return 0

    def level(self, now: int) -> Level:
        at = max(now, self._clock)
        levels = [meter.level(at) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
