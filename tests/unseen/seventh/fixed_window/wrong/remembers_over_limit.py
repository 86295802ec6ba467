"""Wrong: a local cache of "over limit until the edge", as Envoy's, is filled by any refusal and then refuses smaller costs that would fit."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.used = 0
        self.over_until = 0  # spares the counter while the answer is known

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        if now < self.over_until:
            return self.over_until - now
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        self.over_until = (window + 1) * self.period
        return self.over_until - now

    def level(self, now: int) -> Level:
        window = now // self.period
        used = self.used if window <= self.window else 0
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
