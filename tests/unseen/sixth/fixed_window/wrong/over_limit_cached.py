"""Wrong: after a refusal all is refused to the end of the window, as Envoy's local cache does; a smaller cost may fit."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.window = 0
        self.used = 0
        self.over_until = 0  # saves the look-up while a client is over its limit

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("cost")
        if now < self.over_until:
            return self.over_until - now
        window = now // self.quota.period
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.quota.limit:
            self.over_until = (self.window + 1) * self.quota.period
            return self.over_until - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.quota.period > self.window or not self.used:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, (self.window + 1) * self.quota.period - now)
