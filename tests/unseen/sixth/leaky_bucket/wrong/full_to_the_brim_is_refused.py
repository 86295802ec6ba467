"""Wrong: the water after a take must stay below the burst (>= refuses), so the last unit of an exact fit never gets in."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.drops = 0
        self.last_leak = 0

    def _now(self, now: int) -> int:
        if now < self.last_leak:
            return self.drops
        return max(0, self.drops - (now - self.last_leak) * self.q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.q.burst:
            raise ValueError("cost")
        self.drops = self._now(now)
        self.last_leak = max(now, self.last_leak)
        after = self.drops + cost * self.q.period
        capacity = self.q.burst * self.q.period
        if after >= capacity:
            return max(1, -(-(after - capacity) // self.q.limit))
        self.drops = after
        return 0

    def level(self, now: int) -> Level:
        drops = self._now(now)
        return Level((self.q.burst * self.q.period - drops) // self.q.period, -(-drops // self.q.limit))

    def delay(self, now: int) -> int:
        return self.level(now).reset_after
