"""Appends a late request at the end under its own time, and then bisects a log that is no longer sorted.

Breaks: law 6 (a late request counts as made at the meter's clock)
Level: clock
Shows: 3/10: take(10) take(3) take(13, 2)
Expected: 7; yours: 0
Shipped: limits 5.8.0 on Redis with client clocks, PyrateLimiter 4.5.1 in memory: a late writer unsorts the log
"""

from bisect import bisect_left, bisect_right

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.times: list[int] = []
        self.sums = [0]

    def _gone(self, now: int) -> int:
        return bisect_right(self.times, now - self.period)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        gone = self._gone(now)
        if 2 * gone > len(self.times):
            del self.times[:gone], self.sums[:gone]
            gone = 0
        leave = self.sums[-1] + cost - self.limit
        if leave > self.sums[gone]:
            return max(1, self.times[bisect_left(self.sums, leave) - 1] + self.period - now)
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)
        return 0

    def level(self, now: int) -> Level:
        used = self.sums[-1] - self.sums[self._gone(now)]
        return Level(self.limit - used, max(0, self.times[-1] + self.period - now) if used else 0)
