"""A token bucket, written to be read.

A bucket needs two facts: how many tokens it held, and when. Nothing happens between calls; each call first works out
what has flowed in since. So that no fraction of a token is lost, tokens are counted in parts: a token is `period`
parts, and every tick brings `limit` parts. All numbers stay whole, whatever the quota.
"""

from ratelimit import Level, Quota


class TokenBucket:
    """At most `burst` tokens, full when new, refilled continuously with `limit` per `period`."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period  # in parts
        self.parts = self.full
        self.last = 0  # the tick at which that was so

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` tokens: return 0 if they are granted, else the ticks to wait."""
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)  # a clock that was set back: no time has passed
        parts = self._parts_at(now)
        need = cost * self.quota.period
        if parts >= need:  # a token that is due at this very tick counts
            self.parts, self.last = parts - need, now
            return 0
        self.parts, self.last = parts, now  # a refusal takes nothing
        return self._ticks_for(need - parts)

    def level(self, now: int) -> Level:
        """Return the whole tokens, and the ticks until the bucket is full again."""
        parts = self._parts_at(max(now, self.last))
        return Level(parts // self.quota.period, self._ticks_for(self.full - parts))

    def _parts_at(self, now: int) -> int:
        return min(self.full, self.parts + (now - self.last) * self.quota.limit)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)  # rounded up: one tick less would be too early
