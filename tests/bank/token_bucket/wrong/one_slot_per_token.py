"""Keeps, for each token that is out, the time at which it is back: as many numbers as the burst.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: with a burst of 10^9, a take of 10^9 stores 10^9 times
Expected: 0 at once, a handful of numbers kept; yours: 0 after minutes, or out of memory
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.back = []  # ascending, in ticks times the limit

    def _out(self, now):
        return [time for time in self.back if time > now * self.quota.limit]

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        out = self._out(now)
        surplus = len(out) + cost - quota.burst
        if surplus > 0:
            return -(-(out[surplus - 1] - now * quota.limit) // quota.limit)
        start = max(out[-1] if out else 0, now * quota.limit)
        self.back = out + [start + (k + 1) * quota.period for k in range(cost)]
        return 0

    def level(self, now: int) -> Level:
        out = self._out(now)
        reset_after = -(-(out[-1] - now * self.quota.limit) // self.quota.limit) if out else 0
        return Level(max(0, self.quota.burst - len(out)), reset_after)
