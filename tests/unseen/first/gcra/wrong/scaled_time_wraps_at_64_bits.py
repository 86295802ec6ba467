"""Only the product of now and limit is cut to unsigned 64 bits.

Source: (c) port: Rust with wrapping_mul.
Witness: 14680279551561081691/2 burst 3: take(4294967309) take(4294967310) -> 1, right: 0
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
        t = now * self.limit & 0xFFFF_FFFF_FFFF_FFFF
        x = max(self.tat, t) + cost * self.period
        if x - t <= self.tau:
            self.tat = x
            return 0
        return -(-(x - t - self.tau) // self.limit)

    def level(self, now: int) -> Level:
        t = now * self.limit & 0xFFFF_FFFF_FFFF_FFFF
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
