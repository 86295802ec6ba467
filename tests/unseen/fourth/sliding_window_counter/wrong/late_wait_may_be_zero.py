"""It refuses a late take at the clock, but subtracts the elapsed ticks of the late `now`, so the wait may be 0 or less."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.before = self.current = 0

    def _counts(self, now):
        ahead = now // self.period - self.clock // self.period
        return (self.before, self.current) if ahead <= 0 else (self.current if ahead == 1 else 0, 0)

    def _target(self, cost):
        """Ticks from the start of the clock's window to the one at which the cost fits."""
        P, p, q = self.period, self.before, self.current
        if q + cost <= self.limit:
            return P - (self.limit - q - cost) * P // p
        return 2 * P - (self.limit - cost) * P // q

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        at = max(now, self.clock)
        self.before, self.current = self._counts(at)
        self.clock = at
        rest = self.period - at % self.period
        if self.before * rest <= (self.limit - self.current - cost) * self.period:
            self.current += cost
            return 0
        return self._target(cost) - now % self.period

    def level(self, now: int) -> Level:
        p, q = self._counts(now)
        left = self.period - now % self.period
        room = ((self.limit - q) * self.period - p * left) // self.period
        return Level(max(0, room), left + self.period if q else left if p else 0)
