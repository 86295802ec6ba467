"""Variant of wrong/cost_spends_one: counts down from the limit, and keeps the last tick of the window."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst - quota.limit:
            raise ValueError("burst")
        self.stock = self.per_window = quota.limit
        self.step = quota.period
        self.last_tick = -1

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.per_window < cost:
            raise ValueError(f"no window holds {cost}")
        over = now > self.last_tick
        if over:
            self.last_tick = now + self.step - 1 - now % self.step
        stock = self.per_window if over else self.stock
        granted = cost <= stock
        self.stock = stock - 1 if granted else stock
        return 0 if granted else self.last_tick + 1 - now

    def level(self, now: int) -> Level:
        if now > self.last_tick or self.stock == self.per_window:
            return Level(self.per_window, 0)
        return Level(self.stock, self.last_tick + 1 - now)
