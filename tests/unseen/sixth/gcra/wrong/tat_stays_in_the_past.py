"""Wrong: a take adds to TAT without max(TAT, now), so an idle client saves up more than its burst."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0  # times limit

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost must be at least 1 and at most the burst")
        new_tat = self.tat + cost * self.period
        early = new_tat - now * self.limit - self.burst * self.period
        if early > 0:
            return -(-early // self.limit)
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.limit)
        left = max(0, self.burst * self.period - ahead)
        return Level(left // self.period, -(-ahead // self.limit))
