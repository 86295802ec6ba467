"""Compares the cost with `limit` instead of with `burst` when it looks for one that can never be granted.

Breaks: law 5 (Never is an error)
Level: cost
Shows: 1/10 burst 2: take(0, 2)
Expected: 0; yours: ValueError
Shipped: not known
"""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(slots=True)
class GCRA:
    quota: Quota
    tat: int = 0

    def take(self, now: int, cost: int = 1) -> int:
        match cost:
            case int() if cost < 1:
                raise ValueError("cost must not be below 1")
            case int() if cost > self.quota.limit:
                raise ValueError("cost must not be above the limit")
        start = max(self.tat, now * self.quota.limit)
        finish = start + cost * self.quota.period
        slack = now * self.quota.limit + self.quota.burst * self.quota.period - finish
        if slack >= 0:
            self.tat = finish
            return 0
        return -(slack // self.quota.limit)

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        room = max(0, self.quota.burst * self.quota.period - ahead)
        return Level(room // self.quota.period, -(-ahead // self.quota.limit))
