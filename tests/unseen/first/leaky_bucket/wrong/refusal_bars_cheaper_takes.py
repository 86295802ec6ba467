"""A refusal is remembered, and until its wait is over a cheaper take is refused as well.

Source: (a) law 2: a refusal pushes no later answer back
Witness: 1/1 burst 2: take(0, 1) take(0, 2) take(0) -> 1, right: 0
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
        self.barred = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost must be 1 to the burst")
        if now > self.clock:
            self.clock = now
        if self.clock < self.barred:
            return self.barred - self.clock
        scaled = self.clock * self.limit
        empty = max(self.empty, scaled) + cost * self.period
        over = empty - scaled - self.brim
        if over > 0:
            self.barred = self.clock - (-over // self.limit)
            return self.barred - self.clock
        self.empty = empty
        return 0

    def level(self, now: int) -> Level:
        water = max(0, self.empty - max(now, self.clock) * self.limit)
        return Level((self.brim - water) // self.period, self.delay(now))

    def delay(self, now: int) -> int:
        now = max(now, self.clock)
        return max(0, -(-self.empty // self.limit) - now)
