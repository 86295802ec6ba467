"""Looks up what each cost adds in a table that gets a row for every cost it is asked for, and loses none.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: after takes of a million different costs the meter holds a million rows
Expected: a handful of numbers; yours: one more row for every new cost
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tolerance = quota.burst * quota.period
        self.increments: dict[int, int] = {}
        self.tat = 0  # in parts of a tick, as many as the limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.burst + 1):
            raise ValueError(f"no cost of {cost} will ever fit")
        if cost not in self.increments:
            self.increments[cost] = cost * self.period
        arrival = now * self.limit
        tat = max(self.tat, arrival) + self.increments[cost]
        early = tat - arrival - self.tolerance
        if early > 0:
            return -(-early // self.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.limit)
        return Level(max(0, (self.tolerance - ahead) // self.period), -(-ahead // self.limit))
