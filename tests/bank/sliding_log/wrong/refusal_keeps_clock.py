"""Moves its clock only when it grants, so a request later than a refusal can still be logged before it.

Breaks: law 6 (the clock is the highest time of a valid take, refused ones included)
Level: clock
Shows: 2/10: take(0) take(8, 2) take(3) take(13, 2)
Expected: 5; yours: 0
Shipped: not known
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

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max([now, *self.times[-1:]])
        gone = bisect_right(self.times, now - self.period)
        leave = self.sums[-1] + cost - self.limit
        if leave > self.sums[gone]:
            return self.times[bisect_left(self.sums, leave) - 1] + self.period - now
        if 2 * gone > len(self.times):
            del self.times[:gone], self.sums[:gone]
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)
        return 0

    def level(self, now: int) -> Level:
        now = max([now, *self.times[-1:]])
        used = self.sums[-1] - self.sums[bisect_right(self.times, now - self.period)]
        return Level(self.limit - used, self.times[-1] + self.period - now if used else 0)
