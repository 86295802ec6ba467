"""A base class validates and keeps the clock and the two counters; what a weight is stands below it."""

from abc import ABC, abstractmethod

from ratelimit import Level, Quota


class TwoWindows(ABC):
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} must be the limit {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.counts = {0: 0, -1: 0}

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost {cost} is not within 1 and {self.limit}")
        self.clock = max(self.clock, now)
        window = self.clock // self.period
        self.counts = {w: self.counts.get(w, 0) for w in (window - 1, window)}
        wait = self.wait_for(self.clock, cost)
        if not wait:
            self.counts[window] += cost
        return wait

    @abstractmethod
    def wait_for(self, now: int, cost: int) -> int: ...


class SlidingWindowCounter(TwoWindows):
    def wait_for(self, now: int, cost: int) -> int:
        """Tries the window of now and then the next ones for the earliest instant of theirs that will do."""
        window = now // self.period
        while True:
            spare = self.limit - cost - self.counts.get(window, 0)
            fading = self.counts.get(window - 1, 0)
            if spare >= 0:
                start = window * self.period
                earliest = start if fading <= spare else start + self.period - spare * self.period // fading
                if earliest < start + self.period:
                    return max(0, earliest - now)
            window += 1

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        window, elapsed = divmod(now, self.period)
        faded, here = self.counts.get(window - 1, 0) * (self.period - elapsed), self.counts.get(window, 0)
        whole, part = divmod(faded, self.period)
        return Level(max(0, self.limit - here - whole - bool(part)), self.wait_for(now, self.limit))
