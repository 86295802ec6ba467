"""Wrong: a refused take moves `last` to now but does not store what has leaked until then; shows in a client that retries."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.capacity = quota.burst * quota.period
        self.amount = 0
        self.last = 0

    def _leaky(self, now: int) -> int:
        if now <= self.last:
            return self.amount
        return max(0, self.amount - (now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost out of range")
        amount = self._leaky(now) + cost * self.quota.period
        self.last = max(self.last, now)  # time never goes back
        if amount > self.capacity:
            return -((self.capacity - amount) // self.quota.limit)
        self.amount = amount
        return 0

    def level(self, now: int) -> Level:
        amount = self._leaky(now)
        return Level((self.capacity - amount) // self.quota.period, -(-amount // self.quota.limit))

    def delay(self, now: int) -> int:
        return -(-self._leaky(now) // self.quota.limit)
