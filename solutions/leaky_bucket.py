"""A leaky bucket, written to be read.

A bucket with a hole needs two facts: how much water was in it, and when. Nothing happens between calls; each call first
works out what has leaked since. So that no fraction is lost, water is counted in drops: a unit is `period` drops, and
`limit` drops leak every tick. All numbers stay whole, whatever the quota.
"""

from ratelimit import Level, Quota


class LeakyBucket:
    """At most `burst` units of water, empty when new, leaking `limit` per `period`."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period  # in drops
        self.drops = 0
        self.last = 0  # the tick at which that was so

    def take(self, now: int, cost: int = 1) -> int:
        """Pour `cost` units in: return 0 if they fit, else the ticks to wait until they will."""
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)  # a clock that was set back: nothing has leaked
        drops = self._drops_at(now)
        poured = drops + cost * self.quota.period
        if poured <= self.brim:  # full to the brim still fits
            self.drops, self.last = poured, now
            return 0
        self.drops, self.last = drops, now  # a refusal pours nothing
        return self._ticks_to_leak(poured - self.brim)

    def level(self, now: int) -> Level:
        """Return the whole units that still fit, and the ticks until the bucket is empty again."""
        drops = self._drops_at(max(now, self.last))
        return Level((self.brim - drops) // self.quota.period, self._ticks_to_leak(drops))

    def delay(self, now: int) -> int:
        """Return the ticks until the water that is there now has leaked: what is poured in now goes ahead then."""
        return self._ticks_to_leak(self._drops_at(max(now, self.last)))

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.quota.limit)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)  # rounded up: one tick less would be too early
