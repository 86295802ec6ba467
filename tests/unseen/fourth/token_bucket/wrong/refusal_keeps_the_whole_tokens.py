"""A take that needs more than there is still takes out the whole tokens it found."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.whole, self.rest, self.clock = quota.burst, 0, 0

    def _now(self, now: int) -> tuple[int, int]:
        if now <= self.clock:
            return self.whole, self.rest
        more, rest = divmod((now - self.clock) * self.limit + self.rest, self.period)
        return (self.burst, 0) if self.whole + more >= self.burst else (self.whole + more, rest)

    def _until(self, tokens: int, rest: int) -> int:
        return -(-(tokens * self.period - rest) // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        whole, self.rest = self._now(now)
        self.clock = max(self.clock, now)
        paid = min(whole, cost)
        self.whole = whole - paid
        return self._until(cost - paid, self.rest) if paid < cost else 0

    def level(self, now: int) -> Level:
        whole, rest = self._now(now)
        return Level(whole, self._until(self.burst - whole, rest))
