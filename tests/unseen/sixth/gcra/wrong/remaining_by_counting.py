"""Wrong: remaining is found by trying 1, 2, 3, ... units: the right number, in steps that grow with the burst."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _early(self, now: int, cost: int) -> int:
        x = max(self.tat, now * self.quota.limit) + cost * self.quota.period
        return x - now * self.quota.limit - self.quota.burst * self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost is below 1 or above the burst")
        early = self._early(now, cost)
        if early > 0:
            return -(-early // self.quota.limit)
        self.tat = max(self.tat, now * self.quota.limit) + cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        remaining = 0
        while remaining < self.quota.burst and self._early(now, remaining + 1) <= 0:
            remaining += 1
        return Level(remaining, max(0, -(-self._early(now, self.quota.burst) // self.quota.limit)))
