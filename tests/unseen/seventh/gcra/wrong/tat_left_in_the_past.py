"""Wrong: a grant adds cost*T to TAT without `max(TAT, now)`, so idle time is saved up; shows in a burst after a rest, or at a late first date."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0  # in limit-ths of a tick

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost must be at least 1 and at most the burst")
        new_tat = self.tat + cost * self.quota.period
        allow_at = new_tat - self.quota.burst * self.quota.period
        early = allow_at - now * self.quota.limit
        if early > 0:
            return -(-early // self.quota.limit)
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        remaining = (self.quota.burst * self.quota.period - ahead) // self.quota.period
        return Level(max(0, remaining), -(-ahead // self.quota.limit))
