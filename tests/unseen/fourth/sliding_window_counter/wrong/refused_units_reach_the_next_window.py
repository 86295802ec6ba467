"""It counts refused units as well, in a count that becomes that of the window before."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.before = self.current = self.asked = self.clock = 0

    def _roll(self, now):
        w = now // self.period
        if w > self.window:
            before = min(self.asked, self.limit) if w == self.window + 1 else 0
            return w, before, 0, 0
        return self.window, self.before, self.current, self.asked

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        self.clock = now = max(now, self.clock)
        self.window, self.before, self.current, self.asked = self._roll(now)
        self.asked += cost
        P, rest = self.period, self.period - now % self.period
        spare = (self.limit - self.current - cost) * P
        if self.before * rest <= spare:
            self.current += cost
            return 0
        if spare >= 0:
            return rest - spare // self.before
        return rest + P - (self.limit - cost) * P // self.current

    def level(self, now: int) -> Level:
        _, before, current, _ = self._roll(now)
        rest = self.period - now % self.period
        remaining = ((self.limit - current) * self.period - before * rest) // self.period
        return Level(max(0, remaining), rest + self.period if current else rest if before else 0)
