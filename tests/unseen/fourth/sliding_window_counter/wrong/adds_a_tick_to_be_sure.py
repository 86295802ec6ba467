"""It adds a tick to a wait that is rounded down, also where the division comes out even and nothing was rounded."""

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

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        now = max(now, self.clock)
        p, q = self.before, self.current = self._counts(now)
        self.clock = now
        P = self.period
        e = now % P
        excess = p * (P - e) - (self.limit - q - cost) * P
        if excess <= 0:
            self.current = q + cost
            return 0
        if q + cost <= self.limit:
            return min(excess // p + 1, P - e)
        return P - e + (q + cost - self.limit) * P // q + 1 if cost < self.limit else 2 * P - e

    def level(self, now: int) -> Level:
        p, q = self._counts(now)
        left = self.period - now % self.period
        room = ((self.limit - q) * self.period - p * left) // self.period
        return Level(max(0, room), left + self.period if q else left if p else 0)
