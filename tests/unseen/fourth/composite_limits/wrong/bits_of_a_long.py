"""Marks those that refuse in 64 bits, with Java's shift, so that meter 64 marks meter 0."""

from collections.abc import Sequence

from ratelimit import Level, Meter


def _bit(i: int) -> int:
    """1L << i"""
    return 1 << (i & 63)


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = list(meters)
        if not self._meters:
            raise ValueError("IllegalArgument: meters is empty")
        if len({id(meter) for meter in self._meters}) != len(self._meters):
            raise ValueError("IllegalArgument: meters has a duplicate")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"IllegalArgument: cost {cost}")
        self._clock = max(self._clock, now)

        refusing = 0
        for i, meter in enumerate(self._meters):
            if meter.level(self._clock).remaining < cost:
                refusing |= _bit(i)

        if refusing != 0:
            longest = 0
            for i, meter in enumerate(self._meters):
                if refusing & _bit(i):
                    wait = meter.take(self._clock, cost)
                    if wait > longest:
                        longest = wait
                        self.binding = i
            return longest

        for meter in self._meters:
            meter.take(self._clock, cost)
        best = None
        for i, meter in enumerate(self._meters):
            level = meter.level(self._clock)
            if best is None or (level.remaining, -level.reset_after) < best:
                best = level.remaining, -level.reset_after
                self.binding = i
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(self._clock, now)) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
