"""Wrong: a JavaScript habit: now is cut to milliseconds, which are not ticks; anything faster than that stands still."""

from ratelimit import Level, Quota

NS_PER_MS = 1_000_000


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.capacity = quota.burst * quota.period
        self.content = self.capacity
        self.last_drip = 0

    def drip(self, now: int) -> tuple[int, int]:
        ms = now // NS_PER_MS
        delta = max(0, ms - self.last_drip)
        return max(ms, self.last_drip), min(self.capacity, self.content + delta * NS_PER_MS * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"Requested tokens {cost} exceeds bucket size {self.quota.burst}")
        self.last_drip, self.content = self.drip(now)
        price = cost * self.quota.period
        if price > self.content:
            return -(-(price - self.content) // self.quota.limit)
        self.content -= price
        return 0

    def level(self, now: int) -> Level:
        _, content = self.drip(now)
        return Level(content // self.quota.period, -(-(self.capacity - content) // self.quota.limit))
