"""A refused take is told the time until the bucket is empty, not the time until its cost fits."""

from ratelimit import Level, Quota

DRY, WET = "dry", "wet"


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.state = (DRY, 0, 0)

    def _next(self, now: int) -> tuple[str, int, int]:
        name, time, water = self.state
        if now <= time:
            return self.state
        water -= self.quota.limit * (now - time)
        return (WET, now, water) if water > 0 else (DRY, now, 0)

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError(f"cost {cost} is not in 1..{q.burst}")
        self.state = name, time, water = self._next(now)
        if name == WET and water + cost * q.period > q.burst * q.period:
            return self.delay(time)
        self.state = (WET, time, water + cost * q.period)
        return 0

    def level(self, now: int) -> Level:
        free = self.quota.burst * self.quota.period - self._next(now)[2]
        return Level(free // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._next(now)[2] // self.quota.limit)
