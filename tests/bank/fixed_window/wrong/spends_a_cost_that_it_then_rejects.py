"""Adds the cost before it is checked, and an impossible one stays added.

Breaks: law 5 (a cost above the limit raises, and nothing is spent)
Level: cost
Shows: 3/10: take(0) take(1, 4) take(2)
Expected: take(2) answers 0; yours: 8
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"{quota!r}: burst and limit must be the same")
        self._quota = quota
        self._epoch = 0
        self._hits = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        limit, period = self._quota.limit, self._quota.period
        epoch = now // period
        if cost <= limit and epoch > self._epoch:
            self._epoch, self._hits = epoch, 0
        # like INCRBY: add first, then look
        self._hits += cost
        if self._hits <= limit:
            return 0
        if cost > limit:
            raise ValueError(f"cost {cost} is more than {limit}, it would never be granted")
        self._hits -= cost
        return (self._epoch + 1) * period - now

    def level(self, now: int) -> Level:
        limit, period = self._quota.limit, self._quota.period
        if now // period > self._epoch or not self._hits:
            return Level(limit, 0)
        return Level(max(0, limit - self._hits), (self._epoch + 1) * period - now)
