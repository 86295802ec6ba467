"""Wrong: each take keeps the counts of its own window and the one before, so a late one throws the clock's away."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._counts: dict[int, int] = {}

    def _expire(self, window: int) -> None:
        for key in [key for key in self._counts if key not in (window, window - 1)]:
            del self._counts[key]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._expire(now // self._period)
        self._clock = at = max(self._clock, now)
        window, elapsed = divmod(at, self._period)
        before, current = self._counts.get(window - 1, 0), self._counts.get(window, 0)
        left = self._period - elapsed
        room = self._limit - current - cost
        if before * left <= room * self._period:
            self._counts[window] = current + cost
            return 0
        if room >= 0:
            return at + left - room * self._period // before - now
        return at + left + self._period - (self._limit - cost) * self._period // current - now

    def level(self, now: int) -> Level:
        window, elapsed = divmod(max(now, self._clock), self._period)
        before, current = self._counts.get(window - 1, 0), self._counts.get(window, 0)
        left = self._period - elapsed
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
