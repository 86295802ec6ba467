"""Wrong: elapsed * limit is a signed 64-bit product; where it overflows to below 0, nothing leaks.

Source: (b) aws/aws-sdk-cpp pull request 3338 and apache/cassandra-spark-connector pull request 654: int64 overflow of elapsed * rate
Witness: 999999999999999995/1 burst 1: take(0) delay(10) -> 1, right: 0
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.brim = quota.burst * quota.period
        self.water = 0
        self.last = 0

    def _water(self, now: int) -> int:
        elapsed = max(0, now - self.last)
        leaked = (elapsed * self.limit + 2**63) % 2**64 - 2**63
        return max(0, self.water - max(0, leaked))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        self.water = self._water(now)
        self.last = max(self.last, now)
        over = self.water + cost * self.period - self.brim
        if over > 0:
            return -(-over // self.limit)
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
