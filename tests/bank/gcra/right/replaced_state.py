"""A frozen dataclass does the arithmetic and returns its successor; the limiter only holds the newest one."""

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Schedule:
    quota: Quota
    tat: int = 0  # in L-ths of a tick

    def ahead(self, now):
        return max(0, self.tat - now * self.quota.limit)

    def after(self, now, cost):
        return replace(self, tat=now * self.quota.limit + self.ahead(now) + cost * self.quota.period)

    def excess(self, now):
        return self.ahead(now) - self.quota.burst * self.quota.period


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.schedule = Schedule(quota)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.schedule.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        after = self.schedule.after(now, cost)
        excess = after.excess(now)
        if excess > 0:
            return -(-excess // quota.limit)
        self.schedule = after
        return 0

    def level(self, now: int) -> Level:
        quota, free = self.schedule.quota, -self.schedule.excess(now)
        return Level(max(0, free // quota.period), -(-self.schedule.ahead(now) // quota.limit))
