"""Wrong: a unit leaks whenever now*limit//period goes up, on a grid that starts at 0, not a unit's time after it came."""

from ratelimit import Level, Quota


class LeakyBucket:
    """No drift: what has leaked between two times is the difference of two whole numbers."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = 0
        self.leaked = 0  # since tick 0

    def _leaks(self, now: int) -> int:
        return now * self.quota.limit // self.quota.period

    def _when(self, leaks: int) -> int:
        """Return the first tick at which so many have leaked since tick 0."""
        return -(-leaks * self.quota.period // self.quota.limit)

    def _water(self, now: int) -> int:
        return max(0, self.water - max(0, self._leaks(now) - self.leaked))

    def _until(self, now: int, units: int) -> int:
        if units <= 0:
            return 0
        return max(1, self._when(max(self.leaked, self._leaks(now)) + units) - now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        self.water = self._water(now)
        self.leaked = max(self.leaked, self._leaks(now))
        if self.water + cost > self.quota.burst:
            return self._until(now, self.water + cost - self.quota.burst)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.quota.burst - self._water(now), self.delay(now))

    def delay(self, now: int) -> int:
        return self._until(now, self._water(now))
