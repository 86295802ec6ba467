"""Right: an immutable history draws the estimate as a line that sinks in up to two straight pieces; waits and resets are where it gets low enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ratelimit import Level, Quota


class Piece(NamedTuple):
    """A straight piece: heights are in units times period, so that all are whole."""

    start: int
    length: int
    height: int
    slope: int  # how much it sinks in a tick

    def reaches(self, height: int) -> int | None:
        """The first tick of the piece, its end left out, at which it is at most so high."""
        if self.height <= height:
            return self.start
        if self.slope == 0:
            return None
        ticks = -((height - self.height) // self.slope)
        return self.start + ticks if ticks < self.length else None


class History(NamedTuple):
    period: int
    clock: int = 0
    before: int = 0
    current: int = 0

    def __rshift__(self, now: int) -> History:
        """The history as seen from a later tick."""
        passed = now // self.period - self.clock // self.period
        before, current = (self.before, self.current) if passed == 0 else (self.current if passed == 1 else 0, 0)
        return History(self.period, now, before, current)

    def __add__(self, cost: int) -> History:
        return self._replace(current=self.current + cost)

    def pieces(self) -> Iterator[Piece]:
        left = self.period - self.clock % self.period
        yield Piece(self.clock, left, self.before * left + self.current * self.period, self.before)
        edge = self.clock + left
        yield Piece(edge, self.period, self.current * self.period, self.current)
        yield Piece(edge + self.period, 1, 0, 0)

    def low_enough_at(self, units: int) -> int:
        """The first tick from the clock on at which the estimate is at most so many units."""
        ticks = (piece.reaches(units * self.period) for piece in self.pieces())
        return next(tick for tick in ticks if tick is not None)

    @property
    def height(self) -> int:
        return next(self.pieces()).height


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.limit = quota.limit
        self.history = History(quota.period)

    def _seen_from(self, now: int) -> History:
        return self.history >> max(now, self.history.clock)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.limit < cost:
            raise ValueError("cost")
        self.history = self._seen_from(now)
        granted_at = self.history.low_enough_at(self.limit - cost)
        if granted_at == self.history.clock:
            self.history += cost
            return 0
        return granted_at - now

    def level(self, now: int) -> Level:
        history = self._seen_from(now)
        remaining = self.limit + -history.height // history.period
        return Level(remaining, history.low_enough_at(0) - history.clock)
