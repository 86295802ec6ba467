"""Subtracts the cost from the levels that it keeps for the tick, but keeps their old reset_after.

Asks as little as it can: levels are kept for the tick of the clock, and for the time when all is fresh.
"""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = tuple(meters)
        if not self._meters or len({*map(id, self._meters)}) != len(self._meters):
            raise ValueError("meters must be at least one, and each another object")
        self._full = [Level(m.level(0).remaining, 0) for m in self._meters]
        self._most = min(self._full).remaining
        self._clock = 0
        self._fresh_at = 0  # from here on all are fresh
        self._tick = 0  # the levels below are those of this tick
        self._levels = self._full
        self.binding = None

    def _at(self, tick: int) -> list[Level]:
        if tick >= self._fresh_at:
            return self._full
        if tick == self._tick:
            return self._levels
        return [m.level(tick) for m in self._meters]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._most:
            raise ValueError(f"{cost} units are never granted")
        at = self._clock = max(self._clock, now)
        levels = self._at(at)
        self._tick, self._levels = at, levels
        wait, who = 0, None
        for i, level in enumerate(levels):
            if level.remaining < cost:
                w = self._meters[i].take(at, cost)
                if w > wait:
                    wait, who = w, i
        if who is None:
            for m in self._meters:
                m.take(at, cost)
            self._levels = [Level(level.remaining - cost, level.reset_after) for level in levels]
            levels = [m.level(at) for m in self._meters]
            self._fresh_at = at + max(level.reset_after for level in levels)
            who = 0
            for i, (left, reset) in enumerate(levels):
                if left < levels[who].remaining or left == levels[who].remaining and reset > levels[who].reset_after:
                    who = i
        self.binding = who
        return wait

    def level(self, now: int) -> Level:
        levels = self._at(max(self._clock, now))
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
