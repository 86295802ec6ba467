"""The date from which the bucket is dry counts from the `now` of the grant, also where that is below the clock."""

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = "out", "unit", "burst", "water", "clock", "dry_from"

    def __init__(self, quota: Quota) -> None:
        self.out, self.unit, self.burst = quota.limit, quota.period, quota.burst
        self.water = self.clock = self.dry_from = 0

    def _at(self, now: int) -> int:
        if now >= self.dry_from:  # the usual case: a client that comes now and then
            return 0
        return self.water - self.out * (now - self.clock) if now > self.clock else self.water

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        water = self._at(max(now, self.clock))
        over = water + (cost - self.burst) * self.unit
        if over > 0:
            return -(-over // self.out)
        self.water, self.clock = water + cost * self.unit, max(now, self.clock)
        self.dry_from = now - (-self.water // self.out)
        return 0

    def level(self, now: int) -> Level:
        water = self._at(now)
        return Level(self.burst - -(-water // self.unit), -(-water // self.out))

    def delay(self, now: int) -> int:
        return -(-self._at(now) // self.out)
