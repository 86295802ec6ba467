"""Variant of wrong/level_evicts: a subclass of deque holds the grants and its own sum."""

from collections import deque

from ratelimit import Level, Quota


class Window(deque):
    units = 0

    def put(self, due: int, cost: int) -> None:
        self.append((due, cost))
        self.units += cost

    def trim(self, now: int) -> None:
        while self and self[0][0] <= now:
            self.units -= self.popleft()[1]

    def without(self, now: int) -> int:
        units = self.units
        for due, cost in self:
            if due > now:
                break
            units -= cost
        return units


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.quota = quota
        self.window = Window()
        self.latest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("cost")
        self.latest = max(self.latest, now)
        self.window.trim(self.latest)
        lacking = self.window.units + cost - self.quota.limit
        if lacking <= 0:
            self.window.put(self.latest + self.quota.period, cost)
            return 0
        for due, units in self.window:
            lacking -= units
            if lacking <= 0:
                return due - self.latest
        return self.quota.period

    def level(self, now: int) -> Level:
        self.window.trim(now)
        units = self.window.units
        return Level(self.quota.limit - units, self.window[-1][0] - now if units else 0)
