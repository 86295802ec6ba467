"""Right: a window is an object that knows the window before it; the chain is cut after two."""

from __future__ import annotations

from ratelimit import Level, Quota


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


class Window:
    def __init__(self, start: int, length: int, previous: Window | None = None) -> None:
        self.start = start
        self.length = length
        self.units = 0
        self.carried = previous.units if previous else 0

    @property
    def end(self) -> int:
        return self.start + self.length

    def at(self, tick: int) -> Window:
        """The window of the tick; ticks of the past see this one."""
        if tick < self.end:
            return self
        if tick < self.end + self.length:
            return Window(self.end, self.length, self)
        return Window(tick - tick % self.length, self.length)

    def weighs(self, tick: int) -> int:
        """The estimate, rounded up: it leaves as much room for whole units as the exact one."""
        return self.units + ceil_div(self.carried * (self.end - tick), self.length)

    def sinks_to(self, target: int) -> int:
        """The first tick at which no more than the target weighs, when it is more at the start of the window."""
        if self.units > target:
            return self.at(self.end).sinks_to(target)
        if not self.carried:
            return self.start
        return self.start + ceil_div((self.carried + self.units - target) * self.length, self.carried)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("the burst of a window is its limit")
        self.quota = quota
        self.clock = 0
        self.window = Window(0, quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost out of range")
        self.clock = max(now, self.clock)
        self.window = self.window.at(self.clock)
        if self.window.weighs(self.clock) + cost > self.quota.limit:
            return self.window.sinks_to(self.quota.limit - cost) - now
        self.window.units += cost
        return 0

    def level(self, now: int) -> Level:
        tick = max(now, self.clock)
        window = self.window.at(tick)
        weight = window.weighs(tick)
        return Level(self.quota.limit - weight, window.sinks_to(0) - now if weight else 0)
