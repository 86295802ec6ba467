"""Wrong: only a cost above the burst raises; cost 0 is granted, and a negative cost takes water out of the bucket."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.drops = 0
        self.last = 0

    def _drops(self, now: int) -> int:
        return max(0, self.drops - max(0, now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.quota.burst:
            raise ValueError(f"cost {cost} is more than the bucket holds ({self.quota.burst})")
        self.drops = self._drops(now)
        self.last = max(self.last, now)
        over = self.drops + (cost - self.quota.burst) * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        self.drops += cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        drops = self._drops(now)
        return Level((self.quota.burst * self.quota.period - drops) // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._drops(now) // self.quota.limit)
