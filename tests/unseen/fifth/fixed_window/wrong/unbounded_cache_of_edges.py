"""Wrong: the window of a tick comes from an unbounded functools.cache, which keeps every tick ever asked."""

from functools import cache
from typing import NamedTuple

from ratelimit import Level, Quota


class Window(NamedTuple):
    start: int
    end: int


@cache
def window_of(now: int, period: int) -> Window:
    start = now - now % period
    return Window(start, start + period)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.quota = quota
        self.window = window_of(0, quota.period)
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.quota.limit:
            raise ValueError("cost out of range")
        window = window_of(now, self.quota.period)
        if window > self.window:
            self.window = window
            self.used = 0
        if self.used + cost <= self.quota.limit:
            self.used += cost
            return 0
        return self.window.end - now

    def level(self, now: int) -> Level:
        if window_of(now, self.quota.period) > self.window or not self.used:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.window.end - now)
