"""Wrong: what fits of a refused message is poured in all the same, as in a real bucket; shows in whatever comes after a refusal."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.leak = quota.limit
        self.unit = quota.period
        self.burst = quota.burst
        self.brim = quota.burst * quota.period
        self.water = 0
        self.seen = 0

    def _water(self, now: int) -> int:
        return max(0, self.water - self.leak * max(0, now - self.seen))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("a cost that never fits")
        water = self._water(now) + cost * self.unit
        self.seen = max(self.seen, now)
        runs_over = max(0, water - self.brim)
        self.water = min(water, self.brim)
        return -(-runs_over // self.leak)

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.unit, -(-water // self.leak))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.leak)
