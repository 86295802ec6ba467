"""reset_after takes a full bucket to be empty after one period, which is true only if the burst is the limit.

Source: (a) limit and burst mixed up in one method
Witness: 1/2 burst 2: take(0) level(0) -> Level(1, 1), right: Level(1, 2)
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
        water = max(0, self.empty - max(now, self.clock) * self.limit)
        return Level((self.brim - water) // self.period, -(-water // self.burst))

    def delay(self, now: int) -> int:
        now = max(now, self.clock)
        return max(0, -(-self.empty // self.limit) - now)
