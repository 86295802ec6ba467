"""Moves the clock before it knows whether the cost can ever be granted.

Who decided is found out only when somebody asks for it, from what the take has kept.
"""

from collections.abc import Sequence

from ratelimit import Level, Meter

_OPEN = object()


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        if not len(meters):
            raise ValueError("no meters")
        if len({id(meter) for meter in meters}) != len(meters):
            raise ValueError("the same meter twice")
        self._meters = list(meters)
        self._most = min([m.level(0).remaining for m in self._meters])
        self._clock = 0
        self._waits: list[int] | None = None
        self._after: list[Level] = []
        self._binding = None

    @property
    def binding(self) -> int | None:
        if self._binding is _OPEN:
            if self._waits is not None:
                self._binding = self._waits.index(max(self._waits))
            else:
                levels = self._after
                low = min(level.remaining for level in levels)
                late = max(level.reset_after for level in levels if level.remaining == low)
                self._binding = levels.index((low, late))
        return self._binding

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost}: at least 1")
        if now > self._clock:
            self._clock = now
        at = self._clock
        if cost > self._most:
            raise ValueError(f"cost {cost}: at most {self._most}")
        fits = [m.level(at).remaining >= cost for m in self._meters]
        self._binding = _OPEN
        if all(fits):
            self._waits = None
            for m in self._meters:
                m.take(at, cost)
            self._after = [m.level(at) for m in self._meters]
            return 0
        self._waits = [0 if ok else m.take(at, cost) for ok, m in zip(fits, self._meters)]
        return max(self._waits)

    def level(self, now: int) -> Level:
        levels = [m.level(max(now, self._clock)) for m in self._meters]
        return Level(min(level[0] for level in levels), max(level[1] for level in levels))
