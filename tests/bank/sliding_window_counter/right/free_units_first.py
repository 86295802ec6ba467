"""Everything is one function that tells how many units are free at an instant, whole ones only."""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError(f"{quota.burst=} differs from {quota.limit=}")
        self.quota = quota
        self.ends = quota.period
        self.now = 0
        self.granted = [0, 0]

    def free(self, now):
        limit, period = self.quota.limit, self.quota.period
        before, here = self.granted
        if now < self.ends:
            return limit - here - self.up(before * (self.ends - now))
        if now < self.ends + period:
            return limit - self.up(here * (self.ends + period - now))
        return limit

    def up(self, unit_ticks):
        return -(-unit_ticks // self.quota.period)

    def take(self, now, cost=1):
        if cost <= 0 or cost > self.quota.limit:
            raise ValueError(f"cost must be at least 1 and at most {self.quota.limit}")
        self.now = max(now, self.now)
        if self.free(self.now) < cost:
            return self.when(cost) - self.now
        if self.now >= self.ends:
            skipped = (self.now - self.ends) // self.quota.period
            self.granted = [0 if skipped else self.granted[1], 0]
            self.ends += (skipped + 1) * self.quota.period
        self.granted[1] += cost
        return 0

    def when(self, cost):
        """The first instant with that many units free, if there are not enough now."""
        before, here = self.granted
        most = self.quota.limit - cost
        if self.now < self.ends and here <= most:
            return self.ends - (most - here) * self.quota.period // before
        return self.ends + self.quota.period - most * self.quota.period // here

    def level(self, now):
        now = max(now, self.now)
        before, here = self.granted
        as_new_at = self.ends + self.quota.period if here else self.ends if before else now
        return Level(self.free(now), max(0, as_new_at - now))
