"""One log for each aligned window and only the newest two of them: an old one is dropped whole."""

from bisect import bisect_left, bisect_right

from ratelimit import Level, Quota


class Generation:
    def __init__(self, index: int) -> None:
        self.index = index
        self.times: list[int] = []
        self.sums = [0]

    def add(self, time: int, units: int) -> None:
        self.times.append(time)
        self.sums.append(self.sums[-1] + units)

    def gone(self, horizon: int) -> int:
        return self.sums[bisect_right(self.times, horizon)]


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("limit and burst differ")
        self.quota = quota
        self.clock = 0
        self.old, self.new = Generation(-1), Generation(0)

    def used(self, now: int) -> int:
        horizon = now - self.quota.period
        return sum(log.sums[-1] - log.gone(horizon) for log in (self.old, self.new))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost {cost} can never fit under {self.quota.limit}")
        self.clock = now = max(self.clock, now)
        index = now // self.quota.period
        if index > self.new.index:
            self.old = self.new if index == self.new.index + 1 else Generation(index - 1)
            self.new = Generation(index)
        excess = self.used(now) + cost - self.quota.limit
        if excess <= 0:
            self.new.add(now, cost)
            return 0
        # The clock is in the new generation, so nothing of that one has left yet.
        must_leave = self.old.gone(now - self.quota.period) + excess
        log = self.old
        if must_leave > log.sums[-1]:
            must_leave -= log.sums[-1]
            log = self.new
        return log.times[bisect_left(log.sums, must_leave) - 1] + self.quota.period - now

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        used = self.used(now)
        if not used:
            return Level(self.quota.limit, 0)
        newest = (self.new.times or self.old.times)[-1]
        return Level(self.quota.limit - used, newest + self.quota.period - now)
