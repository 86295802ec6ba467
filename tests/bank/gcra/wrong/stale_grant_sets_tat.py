"""Works out a late grant from its own time alone, and so overwrites the later TAT with an earlier one.

Breaks: law 6 (time never goes back)
Level: clock
Same as: time_back_starts_anew
Shows: 1/10: take(20) take(0) take(20)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        start = now * quota.limit
        if self.last <= now:
            start = max(start, self.tat)
        over = start + (cost - quota.burst) * quota.period - now * quota.limit
        if over > 0:
            self.last = max(self.last, now)
            return -(-over // quota.limit)
        self.tat, self.last = start + cost * quota.period, max(self.last, now)
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
