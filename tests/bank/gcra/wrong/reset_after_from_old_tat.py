"""Works out reset_after from the TAT before the last grant.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(0)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=0)
Shipped: rush 2021.4.0, GCRA: reset_after from the old TAT was -1 s after consuming 2 of 5
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = self.old_tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        start = max(self.tat, now * quota.limit)
        over = start + (cost - quota.burst) * quota.period - now * quota.limit
        if over > 0:
            return -(-over // quota.limit)
        self.old_tat, self.tat = self.tat, start + cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        ahead = max(0, self.tat - now * limit)
        return Level(max(0, burst - -(-ahead // period)), max(0, -(-(self.old_tat - now * limit) // limit)))
