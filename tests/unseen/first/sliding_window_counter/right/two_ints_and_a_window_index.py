"""Right: two counts and a window index as plain ints; everything is scaled by the period."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.current = 0
        self.before = 0
        self.clock = 0

    def _counts(self, now):
        gap = now // self.period - self.window
        if gap <= 0:
            return self.before, self.current
        if gap == 1:
            return self.current, 0
        return 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        if now < self.clock:
            now = self.clock
        self.before, self.current = self._counts(now)
        self.window, elapsed = divmod(now, self.period)
        self.clock = now
        room = self.limit - cost - self.current
        if self.before * (self.period - elapsed) <= room * self.period:
            self.current += cost
            return 0
        if room >= 0:
            share = room * self.period // self.before
            return self.period - share - elapsed
        share = (self.limit - cost) * self.period // self.current
        return 2 * self.period - share - elapsed

    def level(self, now: int) -> Level:
        if now < self.clock:
            now = self.clock
        before, current = self._counts(now)
        left = self.period - now % self.period
        used = current - (-before * left // self.period)
        if current:
            reset = left + self.period
        elif before:
            reset = left
        else:
            reset = 0
        return Level(self.limit - used, reset)
