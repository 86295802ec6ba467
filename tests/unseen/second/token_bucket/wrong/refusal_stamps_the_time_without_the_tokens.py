"""(b) svix/diom pull 115: a refused take updates the last-refill time but does not keep what has flowed in.

Witness: 1/2: take(0) take(1) take(1) -> 2, right: 1
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.last_refill = 0

    def _available(self, now):
        return min(self.full, self.credit + max(0, now - self.last_refill) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        available = self._available(now)
        self.last_refill = max(self.last_refill, now)
        need = cost * self.period
        if need > available:
            return -((available - need) // self.limit)
        self.credit = available - need
        return 0

    def level(self, now: int) -> Level:
        available = self._available(now)
        return Level(available // self.period, -((available - self.full) // self.limit))
