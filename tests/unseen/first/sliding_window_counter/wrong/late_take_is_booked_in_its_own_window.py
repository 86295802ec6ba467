"""A take of the window before the clock's is judged at the clock, but counted in its own window.

Source: (a) law 6: it counts as made at the clock
Witness: 4/1: take(1) take(0, 3) take(1, 1) -> 1, right: 2
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
        index, elapsed = divmod(tick, q.period)
        old, new = self.windows.get(index - 1, 0), self.windows.get(index, 0)
        return old * (q.period - elapsed) <= (q.limit - cost - new) * q.period

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost not in range(1, q.limit + 1):
            raise ValueError(f"cost {cost}")
        asked, self.clock = now, max(now, self.clock)
        now = self.clock
        index = now // q.period
        if self._fits(now, cost):
            self.windows = {i: self.windows.get(i, 0) for i in (index - 1, index)}
            self.windows[max(asked // q.period, index - 1)] += cost
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
        old, new = self.windows.get(index - 1, 0), self.windows.get(index, 0)
        used = new + -(-old * (q.period - elapsed) // q.period)
        ends = [index + 1] * (old > 0) + [index + 2] * (new > 0)
        return Level(max(q.limit - used, 0), max(ends, default=index) * q.period - now if ends else 0)
