"""Takes from the meter that decided last time before it has looked at the others, which may refuse."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Who decided last time most likely decides again, so that one is asked first."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = list(meters)
        if not self._meters:
            raise ValueError("no meter to ask")
        if len(set(id(meter) for meter in self._meters)) != len(self._meters):
            raise ValueError("a meter to be asked twice")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._capacity:
            raise ValueError(f"{cost} is no possible cost")
        self._clock = at = max(now, self._clock)
        likely = self.binding
        waits = [0] * len(self._meters)
        if likely is not None:
            waits[likely] = self._meters[likely].take(at, cost)
        for i, meter in enumerate(self._meters):
            if i != likely and meter.level(at).remaining < cost:
                waits[i] = meter.take(at, cost)
        longest = max(waits)
        if longest:
            self.binding = waits.index(longest)
            return longest
        for i, meter in enumerate(self._meters):
            if i != likely:
                meter.take(at, cost)
        levels = [meter.level(at) for meter in self._meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(now, self._clock)) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
