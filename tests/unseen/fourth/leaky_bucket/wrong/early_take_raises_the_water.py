"""For a take below the clock the negative time that has passed raises the water, and the raised water is kept."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.l, self.p, self.brim = quota.limit, quota.period, quota.burst * quota.period
        self.water, self.last = 0, 0

    def _at(self, now: int) -> int:
        return max(0, self.water - (now - self.last) * self.l)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.brim // self.p:
            raise ValueError(cost)
        water = min(self.brim, self._at(now)) if now < self.last else self._at(now)
        self.water, self.last = water, max(now, self.last)
        over = water + cost * self.p - self.brim
        if over > 0:
            return (over + self.l - 1) // self.l
        self.water += cost * self.p
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.brim - self._at(now)) // self.p, self.delay(now))

    def delay(self, now: int) -> int:
        return (self._at(now) + self.l - 1) // self.l
