"""TAT is brought up to now before the cost is checked, so a call that raises makes earlier takes late.

Source: (a) the brief: calls that raise do not move the clock.
Witness: 3/5: take(5, 0) take(0) -> 2, right: 0
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
        t = now * self.limit
        self.tat = max(self.tat, t)
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        x = self.tat + cost * self.period
        if x - t <= self.tau:
            self.tat = x
            return 0
        return -(-(x - t - self.tau) // self.limit)

    def level(self, now: int) -> Level:
        t = now * self.limit
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
