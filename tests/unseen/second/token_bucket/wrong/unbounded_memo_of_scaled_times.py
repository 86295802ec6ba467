"""(c) Memory: the scaled time of every tick that was ever seen stays in an unbounded cache of the instance.

Witness: 1/1: for i in range(10000): take(i) keeps 10000 entries in the meter, right: a few numbers.
"""

from ratelimit import Level, Quota


class Scaled(dict):
    def __init__(self, factor):
        self.factor = factor

    def __missing__(self, now):
        value = self[now] = now * self.factor
        return value


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.n, self.d, self.burst = quota.limit, quota.period, quota.burst
        self.scaled = Scaled(quota.limit)
        self.clock = self.full_at = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(cost)
        self.clock = max(self.clock, now)
        here = self.scaled[self.clock]
        full_at = max(self.full_at, here) + cost * self.d
        over = full_at - here - self.burst * self.d
        if over > 0:
            return -(-over // self.n)
        self.full_at = full_at
        return 0

    def level(self, now: int) -> Level:
        missing = max(0, self.full_at - max(now, self.clock) * self.n)
        return Level(self.burst - -(-missing // self.d), -(-missing // self.n))
