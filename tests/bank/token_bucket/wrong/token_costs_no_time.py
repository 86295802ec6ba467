"""Counts the ticks of a token as period // limit: none at all once more than one token flows in a tick, so all is free.

Breaks: law 9 (no drift)
Level: exact
Shows: 2/1: take(0) take(0, 2)
Expected: 1; yours: 0
Shipped: tylerbutler/beryl (issue 434): 1,000,000,001 a second, and every take succeeds
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.each = quota.period // quota.limit
        self.burst = quota.burst
        self.full = quota.burst * self.each
        self.time, self.last = self.full, 0  # the bucket, in ticks

    def _at(self, now: int) -> int:
        return min(self.full, self.time + max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        self.time, self.last = self._at(now), max(now, self.last)
        need = cost * self.each
        if self.time >= need:
            self.time -= need
            return 0
        return need - self.time

    def level(self, now: int) -> Level:
        time = self._at(now)
        return Level(time // self.each if self.each else self.burst, self.full - time)
