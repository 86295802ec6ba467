"""Grants when TAT is at most burst - 1 intervals ahead before the cost is added, so a cost above 1 may overdraw.

Source: (a) the brief: the interviewer's question about now >= TAT - tau with (burst-1)*T.
Witness: 2/7: take(0) take(0, 2) -> 0, right: 4
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tau = quota.burst * quota.period
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        t = now * self.limit
        x = max(self.tat, t) + cost * self.period
        if max(self.tat, t) - t <= self.tau - self.period:
            self.tat = x
            return 0
        return -(-(x - t - self.tau) // self.limit)

    def level(self, now: int) -> Level:
        t = now * self.limit
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
