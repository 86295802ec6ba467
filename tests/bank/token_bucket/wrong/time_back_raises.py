"""Raises when time goes back.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: 1 or more; yours: ValueError
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        debt = last = 0

        def debt_at(now):
            return max(0, debt - limit * max(0, now - last))

        def take(now: int, cost: int = 1) -> int:
            nonlocal debt, last
            if not 1 <= cost <= burst:
                raise ValueError(f"cost {cost} is not between 1 and {burst}")
            if now < last:
                raise ValueError(f"time went back from {last} to {now}")
            debt, last = debt_at(now), now
            excess = debt + (cost - burst) * period
            if excess > 0:
                return -(-excess // limit)
            debt += cost * period
            return 0

        def level(now: int) -> Level:
            owed = debt_at(now)
            return Level(burst - -(-owed // period), -(-owed // limit))

        self.take, self.level = take, level
