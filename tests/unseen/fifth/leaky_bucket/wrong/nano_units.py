"""Wrong: after nginx, which counts in thousandths, the water is kept in whole billionths of a unit."""

from ratelimit import Level, Quota

NANO = 1_000_000_000


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.period = quota.period
        self.nano = NANO
        self.burst = quota.burst
        self.excess = 0
        self.last = 0

    def _excess(self, now: int) -> int:
        ms = max(0, now - self.last)
        return max(0, self.excess - self.rate * ms * self.nano // self.period)

    def _ticks(self, excess: int) -> int:
        return -(-excess * self.period // (self.rate * self.nano))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("limiting requests")
        self.excess = self._excess(now)
        self.last = max(self.last, now)
        excess = self.excess + cost * self.nano
        if excess > self.burst * self.nano:
            return self._ticks(excess - self.burst * self.nano)
        self.excess = excess
        return 0

    def delay(self, now: int) -> int:
        return self._ticks(self._excess(now))

    def level(self, now: int) -> Level:
        excess = self._excess(now)
        return Level((self.burst * self.nano - excess) // self.nano, self._ticks(excess))
