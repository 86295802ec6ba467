"""Grants anything when nothing is ahead, so a request above the burst passes and moves the TAT out of reach.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: 0
Shipped: rush 2021.4.0, periodic limiter: the first request of a window is not checked, 50 were admitted on a limit of 5
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        ahead = self.tat - now * limit
        if ahead <= 0:
            self.tat = now * limit + cost * period
            return 0
        if cost > burst:
            raise ValueError(f"cost {cost} is above {burst}")
        over = ahead + (cost - burst) * period
        if over > 0:
            return -(-over // limit)
        self.tat += cost * period
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
