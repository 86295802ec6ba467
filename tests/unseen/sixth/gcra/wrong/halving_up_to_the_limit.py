"""Wrong: remaining is searched by halving between 0 and limit, so with a burst above the limit it is never more than limit."""

from bisect import bisect_right

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _too_early(self, now: int, cost: int) -> int:
        at = now * self.quota.limit
        return max(self.tat, at) + (cost - self.quota.burst) * self.quota.period - at

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        early = self._too_early(now, cost)
        if early > 0:
            return -(-early // self.quota.limit)
        self.tat = now * self.quota.limit + early + self.quota.burst * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        low, high = 0, min(self.quota.limit, self.quota.burst)
        while low < high:
            middle = (low + high + 1) // 2
            if self._too_early(now, middle) > 0:
                high = middle - 1
            else:
                low = middle
        return Level(low, max(0, -(-self._too_early(now, self.quota.burst) // self.quota.limit)))
