"""Variant of wrong/starts_empty: keeps what is missing instead of what is there, in slices of a token."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.hole = quota.burst * quota.period
        self.seen = 0

    def _hole_at(self, now: int) -> int:
        return max(0, self.hole - self.quota.limit * max(0, now - self.seen))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost {cost} is never granted")
        self.hole, self.seen = self._hole_at(now), max(now, self.seen)
        deeper = self.hole + cost * self.quota.period
        too_deep = deeper - self.quota.burst * self.quota.period
        if too_deep > 0:
            return (too_deep + self.quota.limit - 1) // self.quota.limit
        self.hole = deeper
        return 0

    def level(self, now: int) -> Level:
        hole = self._hole_at(now)
        whole = -(-hole // self.quota.period)
        return Level(self.quota.burst - whole, -(-hole // self.quota.limit))
