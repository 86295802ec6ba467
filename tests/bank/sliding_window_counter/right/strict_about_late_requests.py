"""Refuses every request that is older than the newest one and tells it how far behind it is."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    __slots__ = ("counts", "newest", "quota")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must equal limit, got {quota.burst} and {quota.limit}")
        self.quota = quota
        self.newest = 0
        self.counts = [0, 0]  # of the window of the newest request, and of the one before

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be at least 1 and at most {self.quota.limit}, got {cost}")
        if now < self.newest:
            return self.newest - now
        self.counts = self._counts(now)
        self.newest = now
        wait = self._until(now, self.quota.limit - cost)
        if wait == 0:
            self.counts[0] += cost
        return wait

    def level(self, now: int) -> Level:
        if now < self.newest:
            return Level(0, self.newest - now)
        period = self.quota.period
        here, before = self._counts(now)
        unused = (self.quota.limit - here) * period - before * (period - now % period)
        return Level(max(unused, 0) // period, self._until(now, 0))

    def _counts(self, now: int) -> list[int]:
        passed = min(2, now // self.quota.period - self.newest // self.quota.period)
        return ([0] * passed + self.counts)[:2]

    def _until(self, now: int, most: int) -> int:
        """How long until the estimate is at most that."""
        period = self.quota.period
        (here, before), rest = self._counts(now), period - now % period
        if here > most:
            return rest + period - most * period // here
        if before == 0:
            return 0
        return max(0, rest - (most - here) * period // before)
