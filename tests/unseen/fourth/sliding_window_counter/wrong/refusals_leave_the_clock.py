"""It moves its clock only when it grants; a take that comes late after a refusal then counts in an older window."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.before = self.current = 0

    def _counts(self, now):
        ahead = now // self.period - self.clock // self.period
        return (self.before, self.current) if ahead <= 0 else (self.current if ahead == 1 else 0, 0)

    def _fits(self, now, cost):
        p, q = self._counts(now)
        return p * (self.period - now % self.period) <= (self.limit - q - cost) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        now = max(now, self.clock)
        if self._fits(now, cost):
            before, current = self._counts(now)
            self.clock, self.before, self.current = now, before, current + cost
            return 0
        bad, good = 0, 2 * self.period
        while good - bad > 1:
            mid = bad + good >> 1
            bad, good = (bad, mid) if self._fits(now + mid, cost) else (mid, good)
        return good

    def level(self, now: int) -> Level:
        p, q = self._counts(now)
        left = self.period - now % self.period
        room = ((self.limit - q) * self.period - p * left) // self.period
        return Level(max(0, room), left + self.period if q else left if p else 0)
