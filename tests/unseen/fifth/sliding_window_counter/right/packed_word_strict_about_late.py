"""Right: window, before and current in one int of mixed radix; a take below the clock is always refused."""

from ratelimit import Quota


class SlidingWindowCounter:
    __slots__ = ("_clock", "_limit", "_period", "_word")

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("limit and burst differ")
        self._limit, self._period = quota.limit, quota.period
        self._clock = self._word = 0

    def _unpack(self, now: int) -> tuple[int, int, int]:
        base = self._limit + 1
        rest, current = divmod(self._word, base)
        window, before = divmod(rest, base)
        asked = now // self._period
        if asked > window:
            before = current if asked == window + 1 else 0
            return asked, before, 0
        return window, before, current

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._limit, self._period
        if cost < 1 or limit < cost:
            raise ValueError(f"{cost} units never fit")
        if now < self._clock:
            return self._clock - now
        self._clock = now
        window, before, current = self._unpack(now)
        to_edge = (window + 1) * period - now
        if to_edge * before + period * (current + cost) <= limit * period:
            self._word = (window * (limit + 1) + before) * (limit + 1) + current + cost
            return 0
        self._word = (window * (limit + 1) + before) * (limit + 1) + current
        if current + cost <= limit:
            return to_edge - (limit - current - cost) * period // before
        return to_edge + period - (limit - cost) * period // current

    def level(self, now: int) -> tuple[int, int]:
        window, before, current = self._unpack(now)
        to_edge = (window + 1) * self._period - now
        if before == current == 0:
            return self._limit, 0
        # Below the clock's window the weight is above 1, and what is left may seem less than nothing.
        remaining = max(0, self._limit - current - (before * to_edge + self._period - 1) // self._period)
        return remaining, to_edge + self._period if current else to_edge
