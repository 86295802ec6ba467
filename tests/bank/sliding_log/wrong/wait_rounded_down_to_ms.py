"""Rounds the wait down to whole milliseconds of a nanosecond clock.

Breaks: law 3 (the wait is exact)
Level: exact
Shows: 1/1000000000: take(0) take(1)
Expected: 999999999; yours: 999000000
Shipped: not known
"""

from bisect import bisect_left, bisect_right

from ratelimit import Level, Quota

MS = 1_000_000


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.times: list[int] = []
        self.sums = [0]
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = self.clock = max(now, self.clock)
        gone = bisect_right(self.times, now - self.period)
        if 2 * gone > len(self.times):
            del self.times[:gone], self.sums[:gone]
            gone = 0
        leave = self.sums[-1] + cost - self.limit
        if leave > self.sums[gone]:
            wait = self.times[bisect_left(self.sums, leave) - 1] + self.period - now
            return wait // MS * MS or wait
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.sums[-1] - self.sums[bisect_right(self.times, now - self.period)]
        return Level(self.limit - used, self.times[-1] + self.period - now if used else 0)
