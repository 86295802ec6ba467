"""`level` stores the refill that it has worked out, so a look into the future can be spent today."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.whole, self.rest, self.clock = quota.burst, 0, 0

    def _settle(self, now: int) -> None:
        if now <= self.clock:
            return
        more, self.rest = divmod((now - self.clock) * self.limit + self.rest, self.period)
        self.whole += more
        if self.whole >= self.burst:
            self.whole, self.rest = self.burst, 0
        self.clock = now

    def _until(self, target: int) -> int:
        return -(-((target - self.whole) * self.period - self.rest) // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        self._settle(now)
        if self.whole < cost:
            return self._until(cost)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        self._settle(now)
        return Level(self.whole, self._until(self.burst))
