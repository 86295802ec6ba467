"""A cost of more than one period's worth raises ValueError even when the burst would allow it.

Source: (a) the brief: a cost above `burst`: the burst may be more than the limit.
Witness: 1/8 burst 4: take(0, 2) -> ValueError, right: 0
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
        if cost < 1 or cost > min(self.burst, self.limit):
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        t = now * self.limit
        x = max(self.tat, t) + cost * self.period
        if x - t <= self.tau:
            self.tat = x
            return 0
        return -(-(x - t - self.tau) // self.limit)

    def level(self, now: int) -> Level:
        t = now * self.limit
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
