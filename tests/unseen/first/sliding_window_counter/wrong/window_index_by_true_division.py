"""The window index is int(now / period), a float, which is wrong near edges at late dates.

Source: (c) port from a language in which / is the integer division
Witness: 2/2: take(999999999999999678) take(999999999999999678, 2) -> 2, right: 4
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError
        self.quota = quota
        self.windows: dict[int, int] = {}
        self.clock = 0

    def _fits(self, tick, cost):
        q = self.quota
        index, elapsed = int(tick / q.period), tick % q.period
        old, new = self.windows.get(index - 1, 0), self.windows.get(index, 0)
        return old * (q.period - elapsed) <= (q.limit - cost - new) * q.period

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost not in range(1, q.limit + 1):
            raise ValueError(f"cost {cost}")
        self.clock = now = max(now, self.clock)
        index = int(now / q.period)
        if self._fits(now, cost):
            self.windows = {index - 1: self.windows.get(index - 1, 0), index: self.windows.get(index, 0) + cost}
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
        index, elapsed = int(now / q.period), now % q.period
        old, new = self.windows.get(index - 1, 0), self.windows.get(index, 0)
        used = new + -(-old * (q.period - elapsed) // q.period)
        ends = [index + 1] * (old > 0) + [index + 2] * (new > 0)
        return Level(max(q.limit - used, 0), max(ends, default=index) * q.period - now if ends else 0)
