"""Wrong: a take needs more tokens than its cost (`>` for `>=`) once the bucket is not full; shows at the very tick of the wait."""

from ratelimit import Level, Quota


class TokenBucket:
    """Counts in parts: a token has `period` parts, and `limit` parts flow in each tick."""

    def __init__(self, quota: Quota) -> None:
        self.unit = quota.period
        self.flow = quota.limit
        self.burst = quota.burst
        self.full = quota.burst * quota.period
        self.parts = self.full
        self.clock = 0

    def parts_at(self, now: int) -> int:
        if now <= self.clock:
            return self.parts
        return min(self.full, self.parts + (now - self.clock) * self.flow)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be at least 1 and at most {self.burst}")
        self.parts, self.clock = self.parts_at(now), max(now, self.clock)
        need = cost * self.unit
        if self.parts == self.full or self.parts > need:
            self.parts -= need
            return 0
        return (need - self.parts) // self.flow + 1

    def level(self, now: int) -> Level:
        parts = self.parts_at(now)
        return Level(parts // self.unit, -(-(self.full - parts) // self.flow))
