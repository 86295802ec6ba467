"""`delay` leaves out what was poured in at the very same tick, so two callers of one tick go ahead together."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water = 0  # from before the clock's tick
        self.poured = 0  # at the clock's tick
        self.clock = 0

    def _ahead(self, now: int) -> int:
        """Return the water that came before `now`."""
        if now <= self.clock:
            return self.water
        return max(0, self.water + self.poured - self.limit * (now - self.clock))

    def _all(self, now: int) -> int:
        return self._ahead(now) + (self.poured if now <= self.clock else 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be 1 to {self.burst}")
        if now > self.clock:
            self.water, self.poured, self.clock = self._ahead(now), 0, now
        over = self.water + self.poured + (cost - self.burst) * self.period
        if over > 0:
            return -(-over // self.limit)
        self.poured += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._all(now)
        return Level(self.burst - -(-water // self.period), -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._ahead(now) // self.limit)
