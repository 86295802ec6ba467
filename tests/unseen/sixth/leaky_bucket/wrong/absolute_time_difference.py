"""Wrong: takes abs(now - last) as nginx does, so a take below the clock drains the bucket by the step back."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.excess = 0
        self.last = 0

    def _excess(self, now: int) -> int:
        return max(0, self.excess - abs(now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost must be positive and at most the burst")
        excess = self._excess(now)
        after = excess + cost * self.quota.period - self.quota.burst * self.quota.period
        self.last = max(now, self.last)
        self.excess = excess
        if after > 0:
            return -(-after // self.quota.limit)
        self.excess += cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        room = self.quota.burst * self.quota.period - self._excess(now)
        return Level(room // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._excess(now) // self.quota.limit)
