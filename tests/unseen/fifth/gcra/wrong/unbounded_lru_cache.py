"""Wrong: the rounded-up division is memoised without a bound, so an entry is kept for every wait that there has been."""

from functools import lru_cache

from ratelimit import Level, Quota


@lru_cache(maxsize=None)
def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost out of range")
        x = max(self.tat, now * q.limit) + cost * q.period
        early = x - now * q.limit - q.burst * q.period
        if early > 0:
            return ceil_div(early, q.limit)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        q = self.quota
        ahead = max(0, self.tat - now * q.limit)
        return Level(max(0, q.burst - ceil_div(ahead, q.period)), ceil_div(ahead, q.limit))
