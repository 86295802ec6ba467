"""Sorts the meters by capacity, and settles full ties by that order instead of the caller's."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """The smallest limits are asked first, as they are most likely to refuse."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        if not len(meters):
            raise ValueError("there is no meter")
        rows = [(meter.level(0).remaining, index, meter) for index, meter in enumerate(meters)]
        rows.sort(key=lambda row: row[0])
        self._rows = [(index, meter) for _, index, meter in rows]
        if len({id(meter) for _, meter in self._rows}) < len(rows):
            raise ValueError("there is a meter twice")
        self._capacity = rows[0][0]
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"the cost must be from 1 to {self._capacity}")
        self._clock = max(self._clock, now)
        refused = [(i, m.take(self._clock, cost)) for i, m in self._rows if m.level(self._clock).remaining < cost]
        if refused:
            self.binding, wait = max(refused, key=lambda pair: pair[1])
            return wait
        for _, meter in self._rows:
            meter.take(self._clock, cost)
        after = [(i, meter.level(self._clock)) for i, meter in self._rows]
        self.binding = min(after, key=lambda pair: (pair[1].remaining, -pair[1].reset_after))[0]
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(self._clock, now)) for _, meter in self._rows]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
