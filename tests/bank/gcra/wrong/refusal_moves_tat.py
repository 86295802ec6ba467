"""Stores the new TAT before it decides, so whoever hammers a full limiter is never let in again.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/10: take(0) take(0) take(10)
Expected: 0; yours: 10
Shipped: throttled-py #89, sliding window: counted before the check, so hammering starved the next window
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tat = max(self.tat, now * self.limit) + cost * self.period
        over = self.tat - now * self.limit - self.burst * self.period
        return -(-over // self.limit) if over > 0 else 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.limit)
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.limit))
