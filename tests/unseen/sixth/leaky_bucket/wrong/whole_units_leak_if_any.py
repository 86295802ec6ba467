"""Wrong: moves last only when at least one whole unit has leaked, but then to now: the part of a unit beyond it is lost."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = 0  # whole units
        self.last = 0
        self.clock = 0

    def _leak(self, now: int) -> tuple[int, int]:
        leaked = (now - self.last) * self.quota.limit // self.quota.period
        if leaked < 1:
            return self.water, self.last
        return max(0, self.water - leaked), now

    def _parts(self, now: int) -> int:
        now = max(now, self.clock)
        return max(0, self.water * self.quota.period - (now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        self.clock = now = max(now, self.clock)
        self.water, self.last = self._leak(now)
        if self.water == 0:
            self.last = now
        over = self._parts(now) + (cost - self.quota.burst) * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        parts = self._parts(now)
        return Level((self.quota.burst * self.quota.period - parts) // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._parts(now) // self.quota.limit)
