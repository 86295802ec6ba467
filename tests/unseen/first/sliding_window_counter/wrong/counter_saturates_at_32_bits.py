"""The counter of a window saturates at 2**32 - 1, so that larger limits are never reached.

Source: (c) port from Rust, u32::saturating_add
Witness: 4294967296/1: take(0, 4294967296) level(0) -> Level(1, 2), right: Level(0, 2)
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    class _Snapshot:
        __slots__ = ("start", "offset", "previous", "running")

        def __init__(self, start, offset, previous, running):
            self.start = start
            self.offset = offset
            self.previous = previous
            self.running = running

    def __init__(self, quota: Quota) -> None:
        if quota.burst < quota.limit or quota.burst > quota.limit:
            raise ValueError("IllegalArgument: burst")
        self._max = quota.limit
        self._span = quota.period
        self._last = self._Snapshot(0, 0, 0, 0)

    def _advance(self, now):
        last = self._last
        offset = now - last.start
        if offset < self._span:
            return self._Snapshot(last.start, offset, last.previous, last.running)
        start = last.start + offset // self._span * self._span
        previous = last.running if offset < self._span << 1 else 0
        return self._Snapshot(start, now - start, previous, 0)

    def _shortage(self, at, cost):
        """How much the estimate and the cost are above the limit, times the span."""
        return at.previous * (self._span - at.offset) + (at.running + cost - self._max) * self._span

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("IllegalArgument: cost < 1")
        if cost > self._max:
            raise ValueError("IllegalArgument: cost > limit")
        behind = now - self._last.start < self._last.offset
        at = self._last if now < self._last.start else self._advance(now)
        short = self._shortage(at, cost)
        if short <= 0:
            offset = self._last.offset if behind else at.offset
            self._last = self._Snapshot(at.start, offset, at.previous, min(at.running + cost, 0xFFFFFFFF))
            return 0
        if not behind:
            self._last = at
        rest = self._span - at.offset
        if short <= at.previous * rest:
            return -(-short // at.previous)
        turned = self._Snapshot(at.start + self._span, 0, at.running, 0)
        return rest - (-self._shortage(turned, cost) // at.running)

    def level(self, now: int) -> Level:
        at = self._advance(max(now, self._last.start + self._last.offset))
        remaining = -self._shortage(at, 0) // self._span
        if at.running > 0:
            return Level(remaining, 2 * self._span - at.offset)
        return Level(remaining, self._span - at.offset if at.previous > 0 else 0)
