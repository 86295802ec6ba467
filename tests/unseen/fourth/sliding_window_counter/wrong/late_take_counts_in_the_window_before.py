"""It decides a late take at the clock, but adds it to the count of the window before if `now` lies in that one."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.counts = {}

    def _pair(self, now):
        w = now // self.period
        return self.counts.get(w - 1, 0), self.counts.get(w, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = at = max(self.clock, now)
        w = at // self.period
        before, current = self._pair(at)
        rest = (w + 1) * self.period - at
        spare = (self.limit - current - cost) * self.period
        if before * rest <= spare:
            mine = max(now // self.period, w - 1)
            self.counts = {w - 1: before, w: current}
            self.counts[mine] += cost
            return 0
        if spare >= 0:
            return rest - spare // before
        return rest + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        before, current = self._pair(now)
        rest = self.period - now % self.period
        remaining = ((self.limit - current) * self.period - before * rest) // self.period
        return Level(max(0, remaining), rest + self.period if current else rest if before else 0)
