"""For periods above a million ticks it keeps times in thousandths of the period, so entries leave too early."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.grain = max(1, quota.period // 1000) if quota.period > 1_000_000 else 1
        self.log, self.used, self.clock = deque(), 0, 0

    def _leaves(self, grain):
        return grain * self.grain + self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        while self.log and self._leaves(self.log[0][0]) <= now:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            grain = now // self.grain
            if self.log and self.log[-1][0] == grain:
                self.log[-1][1] += cost
            else:
                self.log.append([grain, cost])
            self.used += cost
            return 0
        free = self.limit - self.used
        for grain, units in self.log:
            free += units
            if free >= cost:
                return self._leaves(grain) - now

    def level(self, now: int) -> Level:
        used = self.used
        for grain, units in self.log:
            if self._leaves(grain) > now:
                break
            used -= units
        return Level(self.limit - used, self._leaves(self.log[-1][0]) - now if used else 0)
