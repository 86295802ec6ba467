"""Wrong: whole idle periods leak in a loop, one by one, until the bucket is empty: as many as burst / limit of them."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water = 0
        self.last = 0

    def _leak(self, now: int) -> int:
        water, elapsed = self.water, max(0, now - self.last)
        while elapsed >= self.period and water > 0:
            water -= self.limit * self.period
            elapsed -= self.period
        return max(0, water - elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("invalid cost")
        self.water = self._leak(now)
        self.last = max(self.last, now)
        over = self.water + (cost - self.burst) * self.period
        if over > 0:
            return -(-over // self.limit)
        self.water += cost * self.period
        return 0

    def delay(self, now: int) -> int:
        return -(-self._leak(now) // self.limit)

    def level(self, now: int) -> Level:
        water = self._leak(now)
        return Level(self.burst - -(-water // self.period), -(-water // self.limit))
