"""Wrong: `if not self.last` means "first call", but 0 is a time too: all takes at tick 0 find a full bucket."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period
        self.parts = None
        self.last = None

    def _current(self, now: int) -> int:
        if not self.last:
            return self.full
        return min(self.full, self.parts + max(0, now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost must be between 1 and burst")
        parts = self._current(now)
        self.last = max(now, self.last or 0)
        needed = cost * self.quota.period
        if parts < needed:
            self.parts = parts
            return -((parts - needed) // self.quota.limit)
        self.parts = parts - needed
        return 0

    def level(self, now: int) -> Level:
        parts = self._current(now)
        return Level(parts // self.quota.period, -((parts - self.full) // self.quota.limit))
