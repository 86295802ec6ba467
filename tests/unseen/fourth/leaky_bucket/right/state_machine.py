"""A leaky bucket as a machine with two states, dry and wet."""

from ratelimit import Level, Quota

DRY, WET = "dry", "wet"


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.state = (DRY, 0, 0)  # name, time, water in units * period

    def _next(self, now: int) -> tuple[str, int, int]:
        name, time, water = self.state
        if now <= time:
            return self.state
        if name == DRY:
            return (DRY, now, 0)
        water -= self.quota.limit * (now - time)
        return (WET, now, water) if water > 0 else (DRY, now, 0)

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError(f"cost {cost} is not in 1..{q.burst}")
        self.state = name, time, water = self._next(now)
        if name == DRY:
            self.state = (WET, time, cost * q.period)
            return 0
        filled = water + cost * q.period
        over = filled - q.burst * q.period
        if over > 0:
            return -(-over // q.limit)
        self.state = (WET, time, filled)
        return 0

    def level(self, now: int) -> Level:
        name, _, water = self._next(now)
        if name == DRY:
            return Level(self.quota.burst, 0)
        return Level((self.quota.burst * self.quota.period - water) // self.quota.period, -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return self.level(now)[1]
