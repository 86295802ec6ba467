"""The next window starts where the last one ended, but after an idle time of more than a window it starts at the request.

Source: (a) the brief, "Windows start at tick 0, wherever the first request falls".
Witness: 3/10: take(4) take(37, 3) take(41) -> 6, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.start: int | None = None
        self.used = 0

    def _start(self, now: int) -> int:
        if self.start is None:
            return now - now % self.period
        if now < self.start + self.period:
            return self.start
        if now < self.start + 2 * self.period:
            return self.start + self.period
        return now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        start = self._start(now)
        if start != self.start:
            self.start, self.used = start, 0
        if self.used + cost > self.limit:
            return start + self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        start = self._start(now)
        if start != self.start or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, start + self.period - now)
