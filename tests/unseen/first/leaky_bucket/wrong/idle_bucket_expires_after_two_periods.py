"""A bucket that nobody has poured into for two periods is dropped, though a large burst takes longer to leak.

Source: (b) infinigence/octollm #33 (TTL of two windows instead of burst / rate)
Witness: 1/1 burst 6: take(0, 3) take(2, 6) -> 0, right: 1
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.brim = quota.burst * quota.period
        self.empty = 0
        self.clock = 0
        self.expires = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost must be 1 to the burst")
        if now > self.clock:
            self.clock = now
        if self.clock >= self.expires:
            self.empty = 0
        scaled = self.clock * self.limit
        empty = max(self.empty, scaled) + cost * self.period
        over = empty - scaled - self.brim
        if over > 0:
            return -(-over // self.limit)
        self.empty = empty
        self.expires = self.clock + 2 * self.period
        return 0

    def level(self, now: int) -> Level:
        water = max(0, self.empty - max(now, self.clock) * self.limit)
        return Level((self.brim - water) // self.period, self.delay(now))

    def delay(self, now: int) -> int:
        now = max(now, self.clock)
        return max(0, -(-self.empty // self.limit) - now)
