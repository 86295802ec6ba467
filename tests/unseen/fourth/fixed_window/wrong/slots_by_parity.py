"""It clears a count only when the parity of the window changes, so it is there again after exactly two windows."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.slots = [0, 0]
        self.window = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        w = max(self.window, now // self.period)
        i = w & 1
        if (w ^ self.window) & 1:
            self.slots[i] = 0
        self.window = w
        if self.slots[i] + cost > self.limit:
            return self.period - now % self.period
        self.slots[i] += cost
        return 0

    def level(self, now: int) -> Level:
        w = max(self.window, now // self.period)
        used = self.slots[w & 1] if (w ^ self.window) & 1 == 0 else 0
        return Level(self.limit - used, self.period - now % self.period if used else 0)
