"""Variant of wrong/wait_rounded_down_to_ms: two deques side by side, of ticks and of costs, and early returns."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst allowed")
        self.limit, self.period = quota.limit, quota.period
        self.ticks: deque[int] = deque()
        self.costs: deque[int] = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("too small a cost")
        if cost > self.limit:
            raise ValueError("too large a cost")
        self.clock = now = max(now, self.clock)
        self._shed(now)
        if self.used + cost <= self.limit:
            self._write(now, cost)
            return 0
        used = self.used
        for tick, units in zip(self.ticks, self.costs, strict=True):
            used -= units
            if used + cost <= self.limit:
                break
        wait = tick + self.period - now
        return wait - wait % 1_000_000

    def _shed(self, now: int) -> None:
        while self.ticks and self.ticks[0] + self.period <= now:
            self.ticks.popleft()
            self.used -= self.costs.popleft()

    def _write(self, now: int, cost: int) -> None:
        self.ticks.append(now)
        self.costs.append(cost)
        self.used += cost

    def level(self, now: int) -> Level:
        free = self.limit - self.used
        for tick, units in zip(self.ticks, self.costs, strict=True):
            if tick + self.period > now:
                return Level(free, self.ticks[-1] + self.period - now)
            free += units
        return Level(free, 0)
