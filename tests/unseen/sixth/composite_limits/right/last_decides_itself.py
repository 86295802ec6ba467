"""Right: looks before all but the last meter; if those would grant, the last one's own take decides, and saves a question."""

from collections.abc import Sequence
from functools import reduce

from ratelimit import Level, Meter


class Composite:
    """Several meters in one."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        *self._others, self._last = meters or [None]
        if self._last is None:
            raise ValueError("Composite needs a meter")
        self._all = [*self._others, self._last]
        for place, meter in enumerate(self._all):
            if any(meter is other for other in self._all[:place]):
                raise ValueError("every meter must be an object of its own")
        self._capacity = reduce(min, (meter.level(0).remaining for meter in self._all))
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError("cost can never be granted")
        clock = self._clock = max(now, self._clock)

        short = [(i, m) for i, m in enumerate(self._others) if m.level(clock).remaining < cost]
        if short:
            waits = [(m.take(clock, cost), i) for i, m in short]
            if self._last.level(clock).remaining < cost:
                waits.append((self._last.take(clock, cost), len(self._others)))
            longest = max(wait for wait, _ in waits)
            self.binding = next(i for wait, i in waits if wait == longest)
            return longest

        # Nobody else would refuse: if the last one grants, all do; if it refuses, nothing is spent anywhere.
        wait = self._last.take(clock, cost)
        if wait:
            self.binding = len(self._others)
            return wait
        for meter in self._others:
            meter.take(clock, cost)
        self.binding = self._tightest(clock)
        return 0

    def _tightest(self, clock: int) -> int:
        ranked = sorted(
            enumerate(m.level(clock) for m in self._all),
            key=lambda pair: (pair[1].remaining, -pair[1].reset_after),
        )  # sorted() is stable: the first of equals stays first
        return ranked[0][0]

    def level(self, now: int) -> Level:
        return reduce(
            lambda a, b: Level(min(a[0], b[0]), max(a[1], b[1])),
            (meter.level(max(now, self._clock)) for meter in self._all),
        )
