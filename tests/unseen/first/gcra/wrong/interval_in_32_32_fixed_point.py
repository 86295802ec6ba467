"""The interval is a fixed-point number with 32 binary places, cut off.

Source: (c) port: C fixed-point arithmetic.
Witness: 3/10 burst 1000000000000: take(0, 1000000000000) level(0) -> Level(0, 3333333333256), right: Level(0, 3333333333334)
"""

from ratelimit import Level, Quota

ONE = 1 << 32


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.step = max(1, quota.period * ONE // quota.limit)
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(cost)
        x = max(self.tat, now * ONE) + cost * self.step
        early = x - now * ONE - self.burst * self.step
        if early > 0:
            return (early + ONE - 1) // ONE
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now * ONE, 0)
        return Level(max(0, self.burst - -(-ahead // self.step)), (ahead + ONE - 1) // ONE)
