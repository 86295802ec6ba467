"""A token bucket of whole tokens and a remainder, as one would write it with small registers."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.whole = quota.burst
        self.rest = 0  # numerator over period, below it; 0 while the bucket is full
        self.clock = 0

    def _now(self, now: int) -> tuple[int, int]:
        if now <= self.clock:
            return self.whole, self.rest
        more, rest = divmod((now - self.clock) * self.limit + self.rest, self.period)
        whole = self.whole + more
        if whole >= self.burst:
            return self.burst, 0
        return whole, rest

    def _until(self, target: int, whole: int, rest: int) -> int:
        quotient, odd = divmod((target - whole) * self.period - rest, self.limit)
        return quotient + (1 if odd else 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost below 1")
        if cost > self.burst:
            raise ValueError("cost above the burst")
        self.whole, self.rest = self._now(now)
        self.clock = max(self.clock, now)
        if self.whole < cost:
            return self._until(cost, self.whole, self.rest)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, rest = self._now(now)
        return Level(whole, self._until(self.burst, whole, rest))
