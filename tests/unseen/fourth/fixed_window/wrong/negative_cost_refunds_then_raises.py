"""It subtracts the cost from what is left before it finds out that the cost is below 1, and raises without undoing it."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period = quota.limit, quota.period
        if quota.burst != self.limit:
            raise ValueError("burst")
        self.edge, self.left = 0, self.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.limit:
            raise ValueError("more than a window holds")
        if now < self.edge:
            if cost > self.left:
                return self.edge - now
            self.left = min(self.limit, self.left - cost)
            if cost < 1:
                raise ValueError("nothing asked for")
            return 0
        if cost < 1:
            raise ValueError("nothing asked for")
        self.edge = (now // self.period + 1) * self.period
        self.left = self.limit - cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.edge or self.left == self.limit:
            return Level(self.limit, 0)
        return Level(self.left, self.edge - now)
