"""Bisects over sorted times beside running totals, and at times cuts the dead half off."""

from bisect import bisect_left, bisect_right

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        # sums[i] is all that was granted before times[i]; the last one is all that was ever granted.
        self.times = []
        self.sums = [0]

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(self.clock, now)
        gone = bisect_right(self.times, now - self.period)
        if 2 * gone > len(self.times):
            del self.times[:gone], self.sums[:gone]
            gone = 0
        must_leave = self.sums[-1] + cost - self.limit
        if must_leave > self.sums[gone]:
            last_to_leave = bisect_left(self.sums, must_leave) - 1
            return self.times[last_to_leave] + self.period - now
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)
        return 0

    def level(self, now):
        now = max(self.clock, now)
        gone = bisect_right(self.times, now - self.period)
        used = self.sums[-1] - self.sums[gone]
        return Level(self.limit - used, self.times[-1] + self.period - now if used else 0)
