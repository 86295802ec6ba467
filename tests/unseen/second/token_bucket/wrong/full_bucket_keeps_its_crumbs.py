"""(c) Whole tokens and remainder, as in Go: the remainder is only dropped when the whole tokens exceed the burst, not when they just reach it.

Witness: 1/3: take(0) take(4) take(4, 1) -> 2, right: 3
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.whole, self.crumbs, self.last = quota.burst, 0, 0

    def _advance(self, now):
        if now <= self.last:
            return self.whole, self.crumbs
        carry, crumbs = divmod(self.crumbs + (now - self.last) * self.q.limit, self.q.period)
        whole = self.whole + carry
        if whole > self.q.burst:
            whole, crumbs = self.q.burst, 0
        return whole, crumbs

    def _ticks(self, target, whole, crumbs):
        return max(0, -((crumbs - (target - whole) * self.q.period) // self.q.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.q.burst:
            raise ValueError("cost")
        self.whole, self.crumbs = self._advance(now)
        self.last = max(self.last, now)
        if self.whole < cost:
            return self._ticks(cost, self.whole, self.crumbs)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, crumbs = self._advance(now)
        return Level(whole, self._ticks(self.q.burst, whole, crumbs))
