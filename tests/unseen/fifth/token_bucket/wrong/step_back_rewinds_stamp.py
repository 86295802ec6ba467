"""Wrong: a take below the clock moves the stamp back, so the same stretch of time fills the bucket twice."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._unit = quota.period
        self._max_cost = quota.burst
        self._balance = self._max_balance = quota.burst * quota.period
        self._seen = 0

    def _accrue(self, now: int) -> int:
        delta = max(0, now - self._seen)  # the clock may have been set back
        return min(self._max_balance, self._balance + delta * self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._max_cost:
            raise ValueError(cost)
        self._balance = self._accrue(now)
        self._seen = now
        charge = cost * self._unit
        if charge > self._balance:
            return (charge - self._balance + self._limit - 1) // self._limit
        self._balance -= charge
        return 0

    def level(self, now: int) -> Level:
        balance = self._accrue(now)
        return Level(balance // self._unit, (self._max_balance - balance + self._limit - 1) // self._limit)
