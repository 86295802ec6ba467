"""Never shows more than the limit in `remaining`, even when the burst is larger.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10 burst 2: level(0)
Expected: Level(remaining=2, reset_after=0); yours: Level(remaining=1, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.allow_at = -quota.burst * quota.period

    def _room(self, now):
        return min(now * self.quota.limit - self.allow_at, self.quota.burst * self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        room = self._room(now) - cost * self.quota.period
        if room < 0:
            return -(room // self.quota.limit)
        self.allow_at = now * self.quota.limit - room
        return 0

    def level(self, now: int) -> Level:
        room = self._room(now)
        remaining = min(self.quota.limit, max(0, room // self.quota.period))
        return Level(remaining, -((room - self.quota.burst * self.quota.period) // self.quota.limit))
