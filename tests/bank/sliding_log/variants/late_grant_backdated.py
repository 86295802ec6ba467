"""Variant of wrong/late_grant_backdated: a dict from serial numbers to grants."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("the log takes no burst")
        self.cap, self.span = quota.limit, quota.period
        self.grants: dict[int, tuple[int, int]] = {}
        self.first = self.following = 0
        self.live = self.time = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.cap:
            raise ValueError(f"{cost} units never fit")
        self.time = at = max(self.time, now)
        while self.first < self.following and self.grants[self.first][0] + self.span <= at:
            self.live -= self.grants.pop(self.first)[1]
            self.first += 1
        if self.live + cost > self.cap:
            return max(1, self._until(self.live + cost - self.cap) - at)
        self.grants[self.following] = now, cost
        self.following += 1
        self.live += cost
        return 0

    def _until(self, must_go: int) -> int:
        number = self.first
        while True:
            tick, units = self.grants[number]
            must_go -= units
            if must_go <= 0:
                return tick + self.span
            number += 1

    def level(self, now: int) -> Level:
        live, number = self.live, self.first
        while number < self.following and self.grants[number][0] + self.span <= now:
            live -= self.grants[number][1]
            number += 1
        if number == self.following:
            return Level(self.cap, 0)
        return Level(self.cap - live, max(0, self.grants[self.following - 1][0] + self.span - now))
