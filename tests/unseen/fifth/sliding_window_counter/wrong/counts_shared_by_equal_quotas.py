"""Wrong: the counts are looked up by quota, so two counters that are alive with equal quotas are one."""

from weakref import WeakValueDictionary

from ratelimit import Level, Quota


class _Counts:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = self.window = self.before = self.current = 0

    def at(self, window: int) -> tuple[int, int]:
        if window == self.window:
            return self.before, self.current
        return (self.current, 0) if window == self.window + 1 else (0, 0)


_live: WeakValueDictionary[Quota, _Counts] = WeakValueDictionary()


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        counts = _live.get(quota)
        if counts is None:
            counts = _live[quota] = _Counts(quota)
        self._counts = counts

    def take(self, now: int, cost: int = 1) -> int:
        c = self._counts
        if cost < 1 or cost > c.limit:
            raise ValueError("cost out of range")
        c.clock = max(c.clock, now)
        window, elapsed = divmod(c.clock, c.period)
        c.before, c.current = c.at(window)
        c.window = window
        left = c.period - elapsed
        room = c.limit - c.current - cost
        if c.before * left <= room * c.period:
            c.current += cost
            return 0
        if room >= 0:
            return c.clock + left - room * c.period // c.before - now
        return c.clock + left + c.period - (c.limit - cost) * c.period // c.current - now

    def level(self, now: int) -> Level:
        c = self._counts
        window, elapsed = divmod(max(now, c.clock), c.period)
        before, current = c.at(window)
        left = c.period - elapsed
        remaining = c.limit - current - -(-before * left // c.period)
        return Level(remaining, left + c.period if current else left if before else 0)
