"""Counts `reset_after` down to when the newest grant leaves, and on below zero.

Breaks: law 7 (reset_after is 0 when the meter is fresh)
Level: level
Shows: 1/10: take(0) level(11)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=1, reset_after=-1)
Shipped: PyrateLimiter issue 23, flask-limiter issues 56, 62, 99: waits too short, 0 or negative
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
            return self.times[bisect_left(self.sums, leave) - 1] + self.period - now
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.sums[-1] - self.sums[bisect_right(self.times, now - self.period)]
        return Level(self.limit - used, self.times[-1] + self.period - now if self.times else 0)
