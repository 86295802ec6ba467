"""Lets a cost above the burst through, as if it needed no check.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: 0
Shipped: limits #151, #152: granted a cost above the limit, for an index past the end was read as an empty window
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full_at = 0

    def _busy(self, now):
        return max(0, self.full_at - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        if cost > self.quota.burst:
            return 0
        busy = self._busy(now) + cost * self.quota.period
        over = busy - self.quota.burst * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        self.full_at = now * self.quota.limit + busy
        return 0

    def level(self, now: int) -> Level:
        busy = self._busy(now)
        return Level(max(0, self.quota.burst - -(-busy // self.quota.period)), -(-busy // self.quota.limit))
