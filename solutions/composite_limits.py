"""Several limits that decide together, written to be read.

All is known before anything is spent: `level` says what each meter would grant now, and only if that is enough
everywhere does each spend. If it is not, the meters that refuse are asked for their waits. They refuse again, as time
stands still during a call, so that spends nothing. The others are not asked: they would grant.

All meters are asked about one time, the highest so far. A meter keeps a clock of its own, which a call that asked only
some of them did not move; so the clock that counts is kept here.
"""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        if not meters:
            raise ValueError("a composite needs at least one meter, got none")
        if len({id(meter) for meter in meters}) < len(meters):
            raise ValueError("each meter must be an object of its own, got one twice")
        self.meters = list(meters)
        self.most = min(meter.level(0).remaining for meter in meters)  # fresh: all of each capacity is there
        self.clock = 0  # the highest time of a take so far
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units of each meter: return 0 if all grant them, else the ticks to wait."""
        if not 1 <= cost <= self.most:  # before any meter is asked: one of them might spend, or move its clock
            raise ValueError(f"cost must be between 1 and {self.most}, got {cost}")
        self.clock = max(now, self.clock)
        short = [n for n, level in enumerate(self._levels(self.clock)) if level.remaining < cost]
        if short:
            waits = {n: self.meters[n].take(self.clock, cost) for n in short}
            self.binding = max(short, key=lambda n: waits[n])  # the first of those that wait longest
            return waits[self.binding]
        for meter in self.meters:
            meter.take(self.clock, cost)
        tightest = [(level.remaining, -level.reset_after) for level in self._levels(self.clock)]
        self.binding = tightest.index(min(tightest))
        return 0

    def level(self, now: int) -> Level:
        """Return how many units all meters would grant at `now`, and the ticks until all are fresh."""
        levels = self._levels(max(now, self.clock))
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))

    def _levels(self, now: int) -> list[Level]:
        return [meter.level(now) for meter in self.meters]
