"""Variant of wrong/reset_after_from_old_tat: the last two TATs in a list, the newer one at the end."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tats = [0, 0]

    def ahead_of(self, now: int, which: int) -> int:
        return max(0, self.tats[which] - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("too little")
        spare = (self.quota.burst - cost) * self.quota.period
        if spare < 0:
            raise ValueError("too much")
        ahead = self.ahead_of(now, -1)
        if ahead > spare:
            return -((spare - ahead) // self.quota.limit)
        self.tats = [self.tats[1], now * self.quota.limit + ahead + cost * self.quota.period]
        return 0

    def level(self, now: int) -> Level:
        used = -(-self.ahead_of(now, 1) // self.quota.period)
        reset = -(-self.ahead_of(now, 0) // self.quota.limit)
        return Level(max(0, self.quota.burst - used), reset)
