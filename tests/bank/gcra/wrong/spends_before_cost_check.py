"""Moves the TAT first and then raises for a cost above the burst.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2) take(0)
Expected: 0; yours: 20
Shipped: not known
"""

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Schedule:
    quota: Quota
    tat: int = 0

    def ahead(self, now):
        return max(0, self.tat - now * self.quota.limit)

    def after(self, now, cost):
        return replace(self, tat=now * self.quota.limit + self.ahead(now) + cost * self.quota.period)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.schedule = Schedule(quota)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        before, quota = self.schedule, self.schedule.quota
        self.schedule = before.after(now, cost)
        if cost > quota.burst:
            raise ValueError(f"cost {cost} is above {quota.burst}")
        over = self.schedule.ahead(now) - quota.burst * quota.period
        if over > 0:
            self.schedule = before
            return -(-over // quota.limit)
        return 0

    def level(self, now: int) -> Level:
        quota, ahead = self.schedule.quota, self.schedule.ahead(now)
        return Level(max(0, quota.burst - -(-ahead // quota.period)), -(-ahead // quota.limit))
