"""Right: an immutable snapshot that is advanced to a time; take and level ask the same pure functions."""

from __future__ import annotations

from typing import NamedTuple

from ratelimit import Level, Quota


class Snapshot(NamedTuple):
    window: int
    elapsed: int
    before: int
    current: int

    def advance(self, now: int, period: int) -> Snapshot:
        window, elapsed = divmod(now, period)
        if (window, elapsed) <= (self.window, self.elapsed):
            return self
        match window - self.window:
            case 0:
                return self._replace(elapsed=elapsed)
            case 1:
                return Snapshot(window, elapsed, self.current, 0)
            case _:
                return Snapshot(window, elapsed, 0, 0)


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


def remaining(s: Snapshot, quota: Quota) -> int:
    return quota.limit - s.current - ceil_div(s.before * (quota.period - s.elapsed), quota.period)


def wait(s: Snapshot, quota: Quota, cost: int) -> int:
    """Ticks until there is room for a cost; 0 if there is."""
    if cost <= remaining(s, quota):
        return 0
    allowed = quota.limit - cost - s.current
    if allowed >= 0:
        return ceil_div((s.before - allowed) * quota.period, s.before) - s.elapsed
    # even with `before` gone there is no room: look at the next window from its start
    rest = quota.period - s.elapsed
    return rest + ceil_div((s.current - (quota.limit - cost)) * quota.period, s.current)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst in a window")
        self._quota = quota
        self._state = Snapshot(0, 0, 0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.limit:
            raise ValueError("cost out of range")
        state = self._state.advance(now, self._quota.period)
        ticks = wait(state, self._quota, cost)
        self._state = state if ticks else state._replace(current=state.current + cost)
        return ticks

    def level(self, now: int) -> Level:
        state = self._state.advance(now, self._quota.period)
        return Level(remaining(state, self._quota), wait(state, self._quota, self._quota.limit))
