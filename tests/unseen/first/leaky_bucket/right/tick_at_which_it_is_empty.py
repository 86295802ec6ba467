"""Right: keeps no water but the time at which the bucket will be empty, in ticks times the limit."""

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
        return Level((self.brim - water) // self.period, self.delay(now))

    def delay(self, now: int) -> int:
        now = max(now, self.clock)
        return max(0, -(-self.empty // self.limit) - now)
