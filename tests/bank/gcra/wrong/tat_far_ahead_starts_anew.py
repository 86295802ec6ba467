"""Takes a TAT that is further ahead than a full burst for a clock set back, and starts anew from now.

Breaks: law 6 (time never goes back)
Level: clock
Same as: time_back_starts_anew
Shows: 1/8: take(1) take(0)
Expected: a refusal (above 0); yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.most_ahead = quota.burst * quota.period
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        ahead = self._ahead(now) + cost * self.quota.period
        if ahead <= self.most_ahead:
            self.tat = now * self.quota.limit + ahead
            return 0
        return self._ticks(ahead - self.most_ahead)

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        remaining = max(0, (self.most_ahead - ahead) // self.quota.period)
        return Level(remaining, self._ticks(ahead))

    def _ahead(self, now: int) -> int:
        ahead = self.tat - now * self.quota.limit
        return 0 if ahead > self.most_ahead else max(0, ahead)

    def _ticks(self, slices: int) -> int:
        return -(-slices // self.quota.limit)
