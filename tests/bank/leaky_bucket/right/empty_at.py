"""One number: the moment at which the last drop is gone, in L-ths of a tick."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.empty_at = 0

    def _draining(self, now):
        return max(0, self.empty_at - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.burst + 1):
            raise ValueError(f"cost {cost} not in 1..{self.burst}")
        draining = self._draining(now) + cost * self.period
        too_long = draining - self.burst * self.period
        if too_long > 0:
            return -(-too_long // self.limit)
        self.empty_at = now * self.limit + draining
        return 0

    def level(self, now: int) -> Level:
        draining = self._draining(now)
        return Level(max(0, self.burst - -(-draining // self.period)), -(-draining // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._draining(now) // self.limit)
