"""Wrong: a shortcut takes the bucket for full after a whole period without a call; shows when the burst is larger than the limit."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._full = quota.burst * quota.period
        self._drops = self._full
        self._clock = 0

    def _at(self, now: int) -> int:
        idle = now - self._clock
        if idle <= 0:
            return self._drops
        if idle >= self._quota.period:  # a whole period brings everything back: keeps the products small
            return self._full
        return min(self._full, self._drops + idle * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError(f"{cost} tokens never fit into a bucket of {self._quota.burst}")
        self._drops = self._at(now)
        self._clock = max(now, self._clock)
        missing = cost * self._quota.period - self._drops
        if missing > 0:
            return -(-missing // self._quota.limit)
        self._drops = -missing
        return 0

    def level(self, now: int) -> Level:
        drops = self._at(now)
        return Level(drops // self._quota.period, -((drops - self._full) // self._quota.limit))
