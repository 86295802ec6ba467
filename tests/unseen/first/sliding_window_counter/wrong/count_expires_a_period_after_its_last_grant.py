"""The count of a window has a time to live of one period from its last grant, and so is gone before the next window ends.

Source: (b) Southclaws/swirl #2 (the Redis key expires after the limit's period, and the last window is lost)
Witness: 4/1: take(0, 1) take(0, 4) -> 1, right: 2
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError
        self.quota = quota
        self.windows: dict[int, int] = {}
        self.clock = 0
        self.expires: dict[int, int] = {}

    def _fits(self, tick, cost):
        q = self.quota
        index, elapsed = divmod(tick, q.period)
        old, new = self._get(index - 1, tick), self._get(index, tick)
        return old * (q.period - elapsed) <= (q.limit - cost - new) * q.period

    def _get(self, index, tick):
        return self.windows.get(index, 0) if tick < self.expires.get(index, 0) else 0

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost not in range(1, q.limit + 1):
            raise ValueError(f"cost {cost}")
        self.clock = now = max(now, self.clock)
        index = now // q.period
        if self._fits(now, cost):
            self.windows = {index - 1: self._get(index - 1, now), index: self._get(index, now) + cost}
            self.expires = {index - 1: self.expires.get(index - 1, 0), index: now + q.period}
            return 0
        low, high = 0, 2 * q.period
        while high - low > 1:
            middle = (low + high) >> 1
            if self._fits(now + middle, cost):
                high = middle
            else:
                low = middle
        return high

    def level(self, now: int) -> Level:
        q = self.quota
        index, elapsed = divmod(now, q.period)
        old, new = self._get(index - 1, now), self._get(index, now)
        used = new + -(-old * (q.period - elapsed) // q.period)
        ends = [index + 1] * (old > 0) + [index + 2] * (new > 0)
        return Level(max(q.limit - used, 0), max(ends, default=index) * q.period - now if ends else 0)
