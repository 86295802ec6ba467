"""Wrong: counts water in whole thousandths of a unit, as nginx does, and what leaks is cut to them; shows when a tick does not leak whole thousandths."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit * 1000
        self.period = quota.period
        self.burst = quota.burst
        self.excess = 0  # fixed point: 1000 is one unit
        self.last = 0

    def _excess(self, now: int) -> int:
        elapsed = max(0, now - self.last)
        return max(0, self.excess - self.limit * elapsed // self.period)

    def _ticks(self, thousandths: int) -> int:
        return -(-thousandths * self.period // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        excess = self._excess(now) + cost * 1000
        if excess > self.burst * 1000:
            return self._ticks(excess - self.burst * 1000)
        self.excess = excess
        self.last = max(self.last, now)
        return 0

    def level(self, now: int) -> Level:
        excess = self._excess(now)
        return Level((self.burst * 1000 - excess) // 1000, self._ticks(excess))

    def delay(self, now: int) -> int:
        return self._ticks(self._excess(now))
