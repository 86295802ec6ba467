"""Hands a take straight to the meter if there is only one, without its own clock."""

from collections.abc import Callable, Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = tuple(meters)
        if not self._meters:
            raise ValueError("at least one meter")
        if len({id(meter) for meter in self._meters}) != len(self._meters):
            raise ValueError("no meter twice")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)
        self._clock = 0
        self.binding: int | None = None
        self._decide: Callable[[int, int], int] = self._one if len(self._meters) == 1 else self._all

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"cost is {cost}, and can be 1 to {self._capacity}")
        return self._decide(now, cost)

    def _one(self, now: int, cost: int) -> int:
        """Nobody else has to agree, so there is nothing to find out before."""
        (meter,) = self._meters
        wait = meter.take(now, cost)
        self._clock = max(self._clock, now)
        self.binding = 0
        return wait

    def _all(self, now: int, cost: int) -> int:
        self._clock = now = max(self._clock, now)
        waits = [0 if meter.level(now).remaining >= cost else meter.take(now, cost) for meter in self._meters]
        wait = max(waits)
        if wait:
            self.binding = waits.index(wait)
            return wait
        for meter in self._meters:
            meter.take(now, cost)
        levels = [meter.level(now) for meter in self._meters]
        self.binding = max(range(len(levels)), key=lambda i: (-levels[i].remaining, levels[i].reset_after))
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(self._clock, now)) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
