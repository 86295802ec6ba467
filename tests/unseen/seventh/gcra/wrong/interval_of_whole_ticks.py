"""Wrong: T is `period // limit`, whole ticks (at least 1); shows when the limit does not divide the period."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = max(1, quota.period // quota.limit)
        self.capacity = quota.burst
        self.tolerance = self.interval * quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError(f"cost {cost} is not in 1..{self.capacity}")
        tat = max(now, self.tat) + cost * self.interval
        if tat - now > self.tolerance:
            return tat - now - self.tolerance
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(now, self.tat) - now
        return Level(max(0, (self.tolerance - ahead) // self.interval), ahead)
