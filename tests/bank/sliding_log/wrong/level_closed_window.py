"""Counts a grant that is exactly one period old in the level, though not in a take.

Breaks: law 7 (level tells what take would grant)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=0)
Shipped: limits 5.8.0: at the reset time that it tells, test() and hit() disagree
"""

from bisect import bisect_left, bisect_right

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.times, self.sums = [], [0]

    def take(self, now, cost=1):
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = now = max(self.clock, now)
        gone = bisect_right(self.times, now - self.quota.period)
        if 2 * gone > len(self.times):
            del self.times[:gone], self.sums[:gone]
            gone = 0
        leave = self.sums[-1] + cost - self.quota.limit
        if leave > self.sums[gone]:
            return self.times[bisect_left(self.sums, leave) - 1] + self.quota.period - now
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)
        return 0

    def level(self, now):
        now = max(self.clock, now)
        gone = bisect_left(self.times, now - self.quota.period)
        used = self.sums[-1] - self.sums[gone]
        return Level(self.quota.limit - used, self.times[-1] + self.quota.period - now if used else 0)
