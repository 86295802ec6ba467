"""Keeps the last level it told, and forgets it only when units are spent at that very tick, not before it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ratelimit import Level, Meter


@dataclass
class Told:
    """What `level` has answered, and for which tick. Dashboards ask the same again and again."""

    tick: int = -1
    level: Level = field(default_factory=lambda: Level(0, 0))


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = list(meters)
        self._told = Told()
        self._clock = 0
        self.binding: int | None = None
        if not self._meters:
            raise ValueError("nothing to limit by")
        for i, one in enumerate(self._meters):
            for other in self._meters[i + 1 :]:
                if one is other:
                    raise ValueError("a meter may be there only once")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"cost: {cost}")
        self._clock = tick = max(self._clock, now)
        refusing = [meter.level(tick).remaining < cost for meter in self._meters]
        if True in refusing:
            waits = [meter.take(tick, cost) if no else 0 for meter, no in zip(self._meters, refusing)]
            self.binding = waits.index(max(waits))
            return waits[self.binding]
        if self._told.tick == tick:
            self._told = Told()
        for meter in self._meters:
            meter.take(tick, cost)
        after = [meter.level(tick) for meter in self._meters]
        least = min(level.remaining for level in after)
        latest = max(level.reset_after for level in after if level.remaining == least)
        self.binding = after.index(Level(least, latest))
        return 0

    def level(self, now: int) -> Level:
        tick = max(self._clock, now)
        if self._told.tick != tick:
            levels = [meter.level(tick) for meter in self._meters]
            least = min(level.remaining for level in levels)
            self._told = Told(tick, Level(least, max(level.reset_after for level in levels)))
        return self._told.level
