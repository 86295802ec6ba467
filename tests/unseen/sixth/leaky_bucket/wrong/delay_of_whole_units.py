"""Wrong: delay counts the messages in line (water rounded up) times T, so the one that is half gone counts in full."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.drops = 0
        self.since = 0

    def _ceil(self, a: int, b: int) -> int:
        return (a + b - 1) // b

    def _drops(self, now: int) -> int:
        return max(0, self.drops - max(0, now - self.since) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        drops = self._drops(now)
        self.since = max(self.since, now)
        self.drops = drops
        if drops + cost * self.period <= self.burst * self.period:
            self.drops += cost * self.period
            return 0
        return self._ceil(drops + (cost - self.burst) * self.period, self.limit)

    def level(self, now: int) -> Level:
        drops = self._drops(now)
        return Level(self.burst - self._ceil(drops, self.period), self._ceil(drops, self.limit))

    def delay(self, now: int) -> int:
        in_line = self._ceil(self._drops(now), self.period)
        return self._ceil(in_line * self.period, self.limit)
