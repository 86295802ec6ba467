"""The capacity is kept in a table of the class by (limit, period), so a second bucket with another burst gets the first one's capacity.

Source: (c) port: static table of the C port.
Witness:
    first, second = TokenBucket(Quota(3, 10, 5)), TokenBucket(Quota(3, 10, 3))
    assert first.level(0) == Level(5, 0)
    assert second.level(0) == Level(3, 0)  # it answers Level(5, 0)
"""

from ratelimit import Level, Quota


class TokenBucket:
    _caps: dict[tuple[int, int], int] = {}

    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.cap = self._caps.setdefault((quota.limit, quota.period), quota.burst * quota.period)
        self.have = self.cap
        self.last = 0

    def _at(self, now: int) -> int:
        elapsed = max(0, now - self.last)
        return min(self.cap, self.have + elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        self.have = self._at(now)
        self.last = max(self.last, now)
        missing = cost * self.period - self.have
        if missing > 0:
            return -(-missing // self.limit)
        self.have -= cost * self.period
        return 0

    def level(self, now: int) -> Level:
        have = self._at(now)
        return Level(have // self.period, -(-(self.cap - have) // self.limit))
