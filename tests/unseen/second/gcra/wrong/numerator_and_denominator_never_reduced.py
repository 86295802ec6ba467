"""TAT is a pair of numerator and denominator that is never reduced, so it grows with every grant.

Source: (c) port: hand-made rationals (memory growth).
Witness:
    g = GCRA(Quota(1000, 7, 2000))
    for _ in range(1000): g.take(0)
    After 100 takes the state has 320 bytes, after 1000 2712; right: no growth with the number of calls.
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.period = quota.period
        self.limit = quota.limit
        self.burst = quota.burst
        self.num = 0
        self.den = 1

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        num, den = self.num, self.den
        if num < now * den:
            num, den = now, 1
        num = num * self.limit + cost * self.period * den
        den = den * self.limit
        excess = (num - now * den) * self.limit - self.burst * self.period * den
        if excess <= 0:
            self.num, self.den = num, den
            return 0
        return -(-excess // (den * self.limit))

    def level(self, now: int) -> Level:
        ahead = max(self.num - now * self.den, 0)
        units = -(-ahead * self.limit // (self.den * self.period))
        return Level(max(self.burst - units, 0), -(-ahead // self.den))
