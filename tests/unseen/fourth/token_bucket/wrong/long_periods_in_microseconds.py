"""With a period of a second or more in nanoseconds, all times are cut to whole microseconds."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.unit = 1000 if quota.period >= 10**9 and quota.period % 1000 == 0 else 1
        self.limit, self.period, self.burst = quota.limit, quota.period // self.unit, quota.burst
        self.full = self.burst * self.period  # a thousand times smaller numbers for the usual quotas
        self.held, self.clock = self.full, 0

    def _held(self, at: int) -> int:
        return min(self.full, self.held + max(0, at - self.clock) * self.limit)

    def _ticks(self, parts: int) -> int:
        return -(-parts * self.unit // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost is {cost}, the burst {self.burst}")
        at = now // self.unit
        self.held, self.clock = self._held(at), max(at, self.clock)
        price = cost * self.period
        if self.held < price:
            return self._ticks(price - self.held)
        self.held -= price
        return 0

    def level(self, now: int) -> Level:
        held = self._held(now // self.unit)
        return Level(held // self.period, self._ticks(self.full - held))
