"""Variant of wrong/stale_grant_sets_tat: keeps the latest time too, and picks the base of the sum by it."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.latest = 0
        self.tat = 0

    def _base(self, now: int) -> int:
        if now < self.latest:
            return now * self.limit
        return max(self.tat, now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        tat = self._base(now) + cost * self.period
        self.latest = max(self.latest, now)
        early = tat - now * self.limit - self.burst * self.period
        if early <= 0:
            self.tat = tat
            return 0
        return -(-early // self.limit)

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.limit)
        units = (self.burst * self.period - ahead) // self.period
        return Level(units if units > 0 else 0, -(-ahead // self.limit))
