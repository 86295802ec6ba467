"""Asks only the meter that has least left whether it grants, and tells that one's wait for all."""

from collections.abc import Sequence
from typing import NamedTuple

from ratelimit import Level, Meter


class Seen(NamedTuple):
    remaining: int
    urgency: int
    index: int


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self.meters = tuple(meters)
        self.clock = 0
        self.binding: int | None = None
        if not self.meters:
            raise ValueError("no meters")
        if len({id(m) for m in self.meters}) < len(self.meters):
            raise ValueError("meters must not be repeated")
        self.capacity = self.scarcest(0).remaining

    def scarcest(self, at: int) -> Seen:
        """If this one grants, all do."""
        levels = (meter.level(at) for meter in self.meters)
        return min(Seen(level.remaining, -level.reset_after, i) for i, level in enumerate(levels))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self.capacity:
            raise ValueError("cost exceeds the smallest capacity")
        self.clock = max(self.clock, now)
        tight = self.scarcest(self.clock)
        if tight.remaining < cost:
            self.binding = tight.index
            return self.meters[tight.index].take(self.clock, cost)
        for meter in self.meters:
            meter.take(self.clock, cost)
        self.binding = self.scarcest(self.clock).index
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(now, self.clock)) for meter in self.meters]
        return Level(min(lv.remaining for lv in levels), max(lv.reset_after for lv in levels))
