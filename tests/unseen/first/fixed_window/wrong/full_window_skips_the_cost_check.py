"""The fast path for a full window answers the wait before anyone looks at the cost, so an impossible cost does not raise.

Source: (a) the brief, law 4.
Witness: 3/10: take(1, 3) take(2, 4) -> 8, right: ValueError
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.full_until = 0
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if now < self.full_until:
            return self.full_until - now
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0
        end = (self.window + 1) * self.period
        if self.used + cost > self.limit:
            return end - now
        self.used += cost
        if self.used == self.limit:
            self.full_until = end
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
