"""The part of a token left over from the refill is kept when the bucket is full, and is credited after the next take."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.whole = quota.burst
        self.rest = 0
        self.clock = 0

    def _now(self, now: int) -> tuple[int, int]:
        if now <= self.clock:
            return self.whole, self.rest
        more, rest = divmod((now - self.clock) * self.limit + self.rest, self.period)
        return min(self.burst, self.whole + more), rest

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost below 1")
        if cost > self.burst:
            raise ValueError("cost above the burst")
        self.whole, self.rest = self._now(now)
        self.clock = max(self.clock, now)
        if self.whole >= cost:
            self.whole -= cost
            return 0
        return -(-((cost - self.whole) * self.period - self.rest) // self.limit)

    def level(self, now: int) -> Level:
        whole, rest = self._now(now)
        if whole == self.burst:
            return Level(whole, 0)
        return Level(whole, -(-((self.burst - whole) * self.period - rest) // self.limit))
