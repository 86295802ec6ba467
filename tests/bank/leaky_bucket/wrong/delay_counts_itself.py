"""Makes a request stand behind itself too: even in an empty bucket it has to wait for one unit to leak.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 1/10: delay(0)
Expected: 0; yours: 10
Shipped: self-limiters 0.4.0, otovo/redis-rate-limiters #12: a bucket full of tokens still sleeps a whole interval
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.empty_at = 0

    def _draining(self, now):
        return max(0, self.empty_at - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        draining = self._draining(now) + cost * self.period
        too_long = draining - self.burst * self.period
        if too_long > 0:
            return -(-too_long // self.limit)
        self.empty_at = now * self.limit + draining
        return 0

    def level(self, now: int) -> Level:
        draining = self._draining(now)
        return Level(max(0, self.burst - -(-draining // self.period)), -(-draining // self.limit))

    def delay(self, now: int) -> int:
        return -(-(self._draining(now) + self.period) // self.limit)
