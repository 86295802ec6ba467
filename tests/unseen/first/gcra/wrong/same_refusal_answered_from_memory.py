"""The last refusal is remembered by its cost until its wait is over, even if a cheaper take is granted in between.

Source: (c) port: a one-entry cache without invalidation.
Witness: 3/10: take(0, 3) take(0, 3) take(4) take(5, 3) -> 5, right: 9
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tau = quota.burst * quota.period
        self.tat = 0
        self.refused = (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        if cost == self.refused[0] and now < self.refused[1]:
            return self.refused[1] - now
        t = now * self.limit
        x = max(self.tat, t) + cost * self.period
        if x - t <= self.tau:
            self.tat = x
            return 0
        wait = -(-(x - t - self.tau) // self.limit)
        self.refused = cost, now + wait
        return wait

    def level(self, now: int) -> Level:
        t = now * self.limit
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
