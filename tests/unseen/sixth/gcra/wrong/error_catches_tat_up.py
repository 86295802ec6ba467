"""Wrong: TAT is caught up with now before the cost is checked; a call that raises, at a later time, uses units up before then."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        now *= self.quota.limit
        self.tat = max(self.tat, now)
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be in 1..{self.quota.burst}, got {cost}")
        x = self.tat + cost * self.quota.period
        limit = now + self.quota.burst * self.quota.period
        if x > limit:
            return (x - limit + self.quota.limit - 1) // self.quota.limit
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        left = max(0, self.quota.burst * self.quota.period - ahead)
        return Level(left // self.quota.period, (ahead + self.quota.limit - 1) // self.quota.limit)
