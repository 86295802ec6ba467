"""The waits are memoised without bound, one entry for each different deficit ever refused: memory grows with the refusals.

Source: (c) port: lru_cache(maxsize=None) as a lookup table.
Witness:
    import tracemalloc
    bucket = TokenBucket(Quota(1, 10**6))
    assert bucket.take(0) == 0
    tracemalloc.start()
    assert all(bucket.take(i) == 10**6 - i for i in range(1, 5000))
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert grown < 50000  # it keeps an entry for each refusal
"""

from functools import lru_cache

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.cap = quota.burst * quota.period
        self.have = self.cap
        self.last = 0
        self.ticks_for = lru_cache(maxsize=None)(lambda missing: -(-missing // self.limit))

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
            return self.ticks_for(missing)
        self.have -= cost * self.period
        return 0

    def level(self, now: int) -> Level:
        have = self._at(now)
        return Level(have // self.period, -(-(self.cap - have) // self.limit))
