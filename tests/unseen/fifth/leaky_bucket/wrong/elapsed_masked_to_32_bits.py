"""Wrong: the elapsed ticks are masked to 32 bits, as for a tick counter in C, so a pause of 2**32 ticks is one of 0."""

from ratelimit import Level, Quota

MASK = 0xFFFFFFFF


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.level_fp = 0
        self.tick = 0

    def _drain(self, now: int) -> int:
        if now <= self.tick:
            return self.level_fp
        ticks = (now - self.tick) & MASK
        return max(self.level_fp - ticks * self.quota.limit, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost out of range")
        self.level_fp = self._drain(now)
        if now > self.tick:
            self.tick = now
        excess = self.level_fp + cost * self.quota.period - self.quota.burst * self.quota.period
        if excess <= 0:
            self.level_fp += cost * self.quota.period
            return 0
        return (excess - 1) // self.quota.limit + 1

    def delay(self, now: int) -> int:
        return (self._drain(now) - 1) // self.quota.limit + 1

    def level(self, now: int) -> Level:
        water = self._drain(now)
        return Level((self.quota.burst * self.quota.period - water) // self.quota.period, self.delay(now))
