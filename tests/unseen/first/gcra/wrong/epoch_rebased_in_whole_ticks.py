"""Times are kept relative to an epoch that moves on after 2**20 ticks, and the rest of a tick is lost in the move.

Source: (c) port: a compact state with rebasing.
Witness: 13/1000000000: take(0) take(76923076, 13) -> 0, right: 1
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tau = quota.burst * quota.period
        self.tat = 0
        self.epoch = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        if now - self.epoch > 1 << 20:
            ticks = self.tat // self.limit + self.epoch - now
            self.tat, self.epoch = max(0, ticks) * self.limit, now
        t = (now - self.epoch) * self.limit
        x = max(self.tat, t) + cost * self.period
        if x - t <= self.tau:
            self.tat = x
            return 0
        return -(-(x - t - self.tau) // self.limit)

    def level(self, now: int) -> Level:
        t = (now - self.epoch) * self.limit
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
