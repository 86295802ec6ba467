"""Packs what is left and the reset_after into one number with 40 bits for the ticks, which long resets overflow."""

from collections.abc import Sequence

from ratelimit import Level, Meter

_TICK_BITS = 40


class Composite:
    __slots__ = ("_meters", "_capacity", "_clock", "binding")

    def __init__(self, meters: Sequence[Meter]) -> None:
        count = len(meters)
        if count == 0:
            raise ValueError("count of meters is 0")
        if len({id(meters[i]) for i in range(count)}) != count:
            raise ValueError("a meter is repeated")
        self._meters = meters
        self._capacity = min(meters[i].level(0).remaining for i in range(count))
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError("cost is out of range")
        if now < self._clock:
            now = self._clock
        self._clock = now
        longest, who = 0, -1
        for i, meter in enumerate(self._meters):
            if meter.level(now).remaining < cost:
                wait = meter.take(now, cost)
                if wait > longest:
                    longest, who = wait, i
        if longest == 0:
            lowest = None
            for i, meter in enumerate(self._meters):
                meter.take(now, cost)
                left, reset = meter.level(now)
                rank = (left << _TICK_BITS) - reset  # least left first, and of those the latest reset
                if lowest is None or rank < lowest:
                    lowest, who = rank, i
        self.binding = who
        return longest

    def level(self, now: int) -> Level:
        if now < self._clock:
            now = self._clock
        left, resets = zip(*[meter.level(now) for meter in self._meters])
        return Level(min(left), max(resets))
