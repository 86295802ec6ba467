"""The wait is searched by halving between 1 and the period, so it is never found to be longer."""

from ratelimit import Level, Quota


def first(missing, limit, most):
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if middle * limit >= missing:
            high = middle
        else:
            low = middle + 1
    return low


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.full = quota.burst * quota.period
        self.held, self.clock = self.full, 0

    def _held(self, now):
        return min(self.full, self.held + self.q.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.q.burst:
            raise ValueError("cost")
        self.held, self.clock = self._held(now), max(now, self.clock)
        missing = cost * self.q.period - self.held
        if missing > 0:
            return first(missing, self.q.limit, self.q.period)
        self.held = -missing
        return 0

    def level(self, now: int) -> Level:
        held = self._held(now)
        return Level(held // self.q.period, -((held - self.full) // self.q.limit))
