"""Wrong: takes the next multiple of the period at or after now for the end of the window; at an edge itself that is now, so a refusal there answers 0."""

from ratelimit import Level, Quota


def round_up(value: int, step: int) -> int:
    return -(-value // step) * step


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost must be from 1 to the limit")
        window = now // self.period
        if window > self.window:
            self.window = window
            self.used = 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        return round_up(now, self.period) - now

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, round_up(now, self.period) - now)
