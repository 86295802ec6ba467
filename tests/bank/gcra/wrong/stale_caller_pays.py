"""Moves the TAT on by as much as a caller's clock is behind, so every late call makes the others wait longer.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(5) take(20)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        tat = clock = 0

        def take(now: int, cost: int = 1) -> int:
            nonlocal tat, clock
            if not 1 <= cost <= burst:
                raise ValueError(f"cost {cost} is not between 1 and {burst}")
            tat += max(0, clock - now) * limit
            clock = max(clock, now)
            new = max(tat, now * limit) + cost * period
            over = new - now * limit - burst * period
            if over > 0:
                return -(-over // limit)
            tat = new
            return 0

        def level(now: int) -> Level:
            ahead = max(0, tat - now * limit)
            return Level(max(0, burst - -(-ahead // period)), -(-ahead // limit))

        self.take, self.level = take, level
