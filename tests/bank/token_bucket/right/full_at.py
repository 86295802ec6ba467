"""One number: the moment at which the bucket will be full again, in L-ths of a tick (the GCRA in disguise)."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full_at = 0

    def _until_full(self, now):
        return max(0, self.full_at - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.burst + 1):
            raise ValueError(f"cost {cost} not in 1..{self.burst}")
        until_full = self._until_full(now) + cost * self.period
        over = until_full - self.burst * self.period
        if over > 0:
            return -(-over // self.limit)
        self.full_at = now * self.limit + until_full
        return 0

    def level(self, now: int) -> Level:
        until_full = self._until_full(now)
        return Level(max(0, self.burst - -(-until_full // self.period)), -(-until_full // self.limit))
