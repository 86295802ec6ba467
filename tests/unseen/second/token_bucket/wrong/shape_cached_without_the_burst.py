"""(c) The constants of a quota are memoised at module level by limit and period: a second bucket of another burst gets the first one's.

Witness: Quota(1, 10, 1) first, then another burst while its constants are cached:
    TokenBucket(Quota(1, 10, 1)); b = TokenBucket(Quota(1, 10, 5)); b.level(0) -> Level(1, 0), right: Level(5, 0)
"""

from ratelimit import Level, Quota

_SHAPES = {}


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        shape = _SHAPES.get((quota.limit, quota.period))
        if shape is None:
            if len(_SHAPES) >= 64:
                _SHAPES.clear()
            shape = _SHAPES[quota.limit, quota.period] = (quota.limit, quota.period, quota.burst * quota.period)
        self.limit, self.period, self.full = shape
        self.burst = quota.burst
        self.credit, self.clock = self.full, 0

    def _at(self, now):
        return min(self.full, self.credit + max(0, now - self.clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.credit, self.clock = self._at(now), max(self.clock, now)
        lack = cost * self.period - self.credit
        if lack > 0:
            return -(-lack // self.limit)
        self.credit = -lack
        return 0

    def level(self, now: int) -> Level:
        credit = self._at(now)
        return Level(credit // self.period, -((credit - self.full) // self.limit))
