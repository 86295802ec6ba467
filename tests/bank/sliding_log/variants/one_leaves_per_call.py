"""Variant of wrong/one_leaves_per_call: a deque that is filled on the left and emptied on the right."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self.bound, self.ticks = quota.limit, quota.period
        self.past: deque[tuple[int, int]] = deque()
        self.load = 0
        self.hand = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, 1 + self.bound):
            raise ValueError("cost")
        self.hand = max(self.hand, now)
        if self.past and self.past[-1][0] <= self.hand - self.ticks:
            self.load -= self.past.pop()[1]
        if self.load + cost <= self.bound:
            self.past.appendleft((self.hand, cost))
            self.load += cost
            return 0
        load = self.load
        for tick, units in reversed(self.past):
            load -= units
            if load + cost <= self.bound:
                return max(1, tick + self.ticks - self.hand)
        return self.ticks

    def level(self, now: int) -> Level:
        load = self.load
        for tick, units in reversed(self.past):
            if tick > now - self.ticks:
                return Level(self.bound - load, self.past[0][0] + self.ticks - now)
            load -= units
        return Level(self.bound, 0)
