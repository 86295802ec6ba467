"""For a limit of 1 it takes a shortcut that keeps grants a whole period apart, instead of one to a window."""

from ratelimit import Level, Quota


class Single:
    def __init__(self, period):
        self.period, self.free_at = period, 0

    def take(self, now):
        if now < self.free_at:
            return self.free_at - now
        self.free_at = now + self.period
        return 0

    def level(self, now):
        return Level(0, self.free_at - now) if now < self.free_at else Level(1, 0)


class Counting:
    def __init__(self, limit, period):
        self.limit, self.period, self.window, self.used = limit, period, 0, 0

    def take(self, now, cost):
        w, e = divmod(now, self.period)
        if w > self.window:
            self.window, self.used = w, 0
        if self.used + cost > self.limit:
            return self.period - e
        self.used += cost
        return 0

    def level(self, now):
        w, e = divmod(now, self.period)
        used = self.used if w <= self.window else 0
        return Level(self.limit - used, self.period - e if used else 0)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota = quota
        self.meter = Single(quota.period) if quota.limit == 1 else Counting(quota.limit, quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("cost")
        return self.meter.take(now) if self.quota.limit == 1 else self.meter.take(now, cost)

    def level(self, now: int) -> Level:
        return self.meter.level(now)
