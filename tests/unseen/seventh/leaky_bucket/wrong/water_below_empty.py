"""Wrong: the water that is stored falls below empty (no max), so idle time is saved up; shows in a burst after a long rest."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.unit = quota.period
        self.burst = quota.burst
        self.water = 0
        self.clock = 0

    def _advance(self, now: int) -> int:
        if now <= self.clock:
            return self.water
        return self.water - (now - self.clock) * self.rate

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        self.water = self._advance(now)
        self.clock = max(self.clock, now)
        over = self.water + (cost - self.burst) * self.unit
        if over > 0:
            return (over + self.rate - 1) // self.rate
        self.water += cost * self.unit
        return 0

    def level(self, now: int) -> Level:
        water = max(0, self._advance(now))
        return Level((self.burst * self.unit - water) // self.unit, self.delay(now))

    def delay(self, now: int) -> int:
        water = max(0, self._advance(now))
        return (water + self.rate - 1) // self.rate
