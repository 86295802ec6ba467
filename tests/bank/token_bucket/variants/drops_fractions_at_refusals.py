"""Variant of wrong/drops_fractions_at_refusals: whole tokens and the rest apart, as divmod gives them."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.flow, self.weight, self.room = quota.limit, quota.period, quota.burst
        self.coins, self.crumbs = quota.burst, 0
        self.at = 0

    def _refilled(self, now: int) -> tuple[int, int]:
        more, crumbs = divmod(self.crumbs + max(0, now - self.at) * self.flow, self.weight)
        coins = self.coins + more
        return (self.room, 0) if coins >= self.room else (coins, crumbs)

    def _ticks(self, coins: int, crumbs: int) -> int:
        return -((crumbs - coins * self.weight) // self.flow)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0:
            raise ValueError("nothing asked for")
        if cost > self.room:
            raise ValueError("more than the bucket holds")
        self.coins, self.crumbs = self._refilled(now)
        self.at = max(self.at, now)
        missing = cost - self.coins
        if missing <= 0:
            self.coins = -missing
            return 0
        wait = self._ticks(missing, self.crumbs)
        self.crumbs = 0
        return wait

    def level(self, now: int) -> Level:
        coins, crumbs = self._refilled(now)
        return Level(coins, self._ticks(self.room - coins, crumbs))
