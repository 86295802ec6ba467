"""Wrong: as redis-cell and the GCRA of Redis, a cost above the burst is "limited, retry after -1" and no error; shows with such a cost."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.emission_interval = quota.period
        self.max_burst = quota.burst
        self.ticks = quota.limit
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("quantity must be a positive integer")
        if cost > self.max_burst:
            return -1
        at = now * self.ticks
        new_tat = max(at, self.tat) + cost * self.emission_interval
        allow_at = new_tat - self.max_burst * self.emission_interval
        if at < allow_at:
            return (allow_at - at + self.ticks - 1) // self.ticks
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ttl = max(0, self.tat - now * self.ticks)
        left = self.max_burst * self.emission_interval - ttl
        return Level(max(0, left // self.emission_interval), (ttl + self.ticks - 1) // self.ticks)
