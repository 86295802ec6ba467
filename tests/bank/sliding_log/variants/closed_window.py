"""Variant of wrong/closed_window: a deque of the ticks at which grants leave, with costs, and the free room."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self.size = self.room = quota.limit
        self.stay = quota.period + 1
        self.leaving: deque[tuple[int, int]] = deque()
        self.today = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError("cost")
        self.today = now = max(now, self.today)
        while self.leaving and self.leaving[0][0] <= now:
            self.room += self.leaving.popleft()[1]
        if cost <= self.room:
            self.room -= cost
            self.leaving.append((now + self.stay, cost))
            return 0
        free = self.room
        for tick, units in self.leaving:
            free += units
            if free >= cost:
                return tick - now
        raise AssertionError("a cost within the limit fits once all have left")

    def level(self, now: int) -> Level:
        free = self.room
        for tick, units in self.leaving:
            if tick > now:
                return Level(free, self.leaving[-1][0] - now)
            free += units
        return Level(free, 0)
