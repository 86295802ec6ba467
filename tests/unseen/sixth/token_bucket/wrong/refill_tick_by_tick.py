"""Wrong: refills in a loop, one tick at a time, so a call after an idle hour of nanoseconds never comes back."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.size = quota.burst * quota.period
        self.water = self.size
        self.tick = 0

    def _run(self, now: int) -> tuple[int, int]:
        tick, water = self.tick, self.water
        while tick < now and water < self.size:
            tick += 1
            water = min(self.size, water + self.quota.limit)
        return max(tick, now), water

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost out of range")
        self.tick, self.water = self._run(now)
        price = cost * self.quota.period
        if self.water >= price:
            self.water -= price
            return 0
        return -(-(price - self.water) // self.quota.limit)

    def level(self, now: int) -> Level:
        _, water = self._run(now)
        return Level(water // self.quota.period, -(-(self.size - water) // self.quota.limit))
