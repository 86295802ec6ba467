"""Wrong: TAT is brought up to now before the cost is checked, so a call that raises counts as time; shows in an earlier take after a ValueError."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.scale = quota.limit
        self.horizon = quota.burst * quota.period
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        start = now * self.scale
        self.tat = max(self.tat, start)
        increment = self._increment(cost)
        early = self.tat + increment - start - self.horizon
        if early > 0:
            return -(-early // self.scale)
        self.tat += increment
        return 0

    def _increment(self, cost: int) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self.quota.burst:
            raise ValueError("cost must not be larger than the burst")
        return cost * self.quota.period

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.scale)
        return Level(max(0, (self.horizon - ahead) // self.quota.period), -(-ahead // self.scale))
