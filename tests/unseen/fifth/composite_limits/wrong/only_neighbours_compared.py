"""Wrong: the same object twice is noticed only side by side."""

import operator
from collections.abc import Iterator, Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self.meters = tuple(meters)
        if not self.meters or any(map(operator.is_, self.meters, self.meters[1:])):
            raise ValueError("at least one meter, and each an object of its own")
        self.capacities = [m.level(0).remaining for m in self.meters]
        self.clock = None
        self.decided = None

    def _levels(self, now: int) -> Iterator[Level]:
        return (m.level(now) for m in self.meters)

    @property
    def binding(self) -> int | None:
        if self.decided is None and self.clock is not None:
            keys = [(left, -reset) for left, reset in self._levels(self.clock)]
            self.decided = keys.index(min(keys))
        return self.decided

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or any(cost > capacity for capacity in self.capacities):
            raise ValueError(cost)
        self.clock = now if self.clock is None else max(self.clock, now)
        fits = [left >= cost for left, _ in self._levels(self.clock)]
        waits = [0 if fit else m.take(self.clock, cost) for fit, m in zip(fits, self.meters, strict=True)]
        wait = max(waits)
        if wait:
            self.decided = waits.index(wait)
            return wait
        for m in self.meters:
            m.take(self.clock, cost)
        self.decided = None
        return 0

    def level(self, now: int) -> Level:
        levels = list(self._levels(now if self.clock is None else max(self.clock, now)))
        return Level(min(levels, key=operator.itemgetter(0)).remaining, max(level[1] for level in levels))
