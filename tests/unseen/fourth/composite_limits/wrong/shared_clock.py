"""Keeps one clock for all composites, as the method that moves it belongs to the class."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Several meters as one."""

    _clock = 0

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = self._distinct(meters)
        self._capacity = min(meter.level(0).remaining for meter in self._meters)
        self.binding: int | None = None

    @staticmethod
    def _distinct(meters: Sequence[Meter]) -> list[Meter]:
        if not len(meters) or len({id(meter) for meter in meters}) < len(meters):
            raise ValueError("one or more meters, each an object of its own")
        return list(meters)

    @classmethod
    def _advance(cls, now: int) -> int:
        cls._clock = max(cls._clock, now)
        return cls._clock

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self._capacity + 1):
            raise ValueError(f"cost {cost} can never be granted")
        at = self._advance(now)
        lacking = [i for i, meter in enumerate(self._meters) if meter.level(at).remaining < cost]
        if lacking:
            waits = [self._meters[i].take(at, cost) for i in lacking]
            longest = max(waits)
            self.binding = lacking[waits.index(longest)]
            return longest
        for meter in self._meters:
            meter.take(at, cost)
        after = [meter.level(at) for meter in self._meters]
        order = sorted(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        self.binding = order[0]
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(self._clock, now)) for meter in self._meters]
        return Level(min(one.remaining for one in levels), max(one.reset_after for one in levels))
