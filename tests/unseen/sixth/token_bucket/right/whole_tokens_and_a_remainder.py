"""Right: whole tokens and a remainder in two ints, carried by divmod; the remainder is dropped when the bucket is full."""

# A port of a C driver that has no wide integers. A refused take keeps its refill, so the clock moves with it.

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst  # whole
        self.rest = 0  # of one more, in 1/period
        self.clock = 0

    def _advance(self, now: int) -> tuple[int, int]:
        q = self.quota
        if now <= self.clock or self.tokens == q.burst:
            return self.tokens, self.rest
        more, rest = divmod(self.rest + (now - self.clock) * q.limit, q.period)
        tokens = self.tokens + more
        if tokens >= q.burst:
            return q.burst, 0
        return tokens, rest

    def _ticks_until(self, wanted: int, tokens: int, rest: int) -> int:
        lacking = (wanted - tokens) * self.quota.period - rest
        ticks, over = divmod(lacking, self.quota.limit)
        return ticks + (1 if over else 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self.quota.burst:
            raise ValueError("cost is above the burst")
        self.tokens, self.rest = self._advance(now)
        if now > self.clock:
            self.clock = now
        if self.tokens < cost:
            return self._ticks_until(cost, self.tokens, self.rest)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens, rest = self._advance(now)
        return Level(tokens, self._ticks_until(self.quota.burst, tokens, rest))
