"""Only the wait is divided with floats before it is rounded up.

Source: (c) port: Math.ceil of a double.
Witness: 5175541873877278482/2260244652145121: take(0, 5175541873877278481) take(0, 3329104725801021161) -> 1453875040776306, right: 1453875040776307
"""

import math

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
        if x - t <= self.tau:
            self.tat = x
            return 0
        return max(1, math.ceil((x - t - self.tau) / self.limit))

    def level(self, now: int) -> Level:
        t = now * self.limit
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
