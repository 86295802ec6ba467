"""Wrong: a refusal books the refill in whole tokens and moves the stamp to now, so parts of a token get lost."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.whole = quota.burst  # whole tokens
        self.part = 0  # and period-ths of one
        self.stamp = 0

    def _refill(self, now: int) -> tuple[int, int]:
        if now <= self.stamp:
            return self.whole, self.part
        carry, part = divmod(self.part + (now - self.stamp) * self.limit, self.period)
        whole = self.whole + carry
        return (whole, part) if whole < self.burst else (self.burst, 0)

    def _wait(self, whole: int, part: int) -> int:
        return -((part - whole * self.period) // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        whole, part = self._refill(now)
        self.stamp = max(self.stamp, now)
        if whole >= cost:
            self.whole, self.part = whole - cost, part
            return 0
        self.whole = whole
        return self._wait(cost - whole, part)

    def level(self, now: int) -> Level:
        whole, part = self._refill(now)
        return Level(whole, self._wait(self.burst - whole, part))
