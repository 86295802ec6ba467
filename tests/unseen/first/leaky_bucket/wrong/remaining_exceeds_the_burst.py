"""level() about a time after the bucket is empty lets the water be negative: more remains than the burst.

Source: (b) mailgun/gubernator #87 (remaining is more than the limit)
Witness: 2/1 burst 1: take(0, 1) level(1) -> Level(2, 0), right: Level(1, 0)
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

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost must be 1 to the burst")
        if now > self.clock:
            self.clock = now
        scaled = self.clock * self.limit
        empty = max(self.empty, scaled) + cost * self.period
        over = empty - scaled - self.brim
        if over > 0:
            return -(-over // self.limit)
        self.empty = empty
        return 0

    def level(self, now: int) -> Level:
        water = (self.empty - max(now, self.clock) * self.limit) if self.empty else 0
        return Level((self.brim - water) // self.period, self.delay(now))

    def delay(self, now: int) -> int:
        now = max(now, self.clock)
        return max(0, -(-self.empty // self.limit) - now)
