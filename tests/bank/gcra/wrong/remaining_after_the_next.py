"""Says in `remaining` what would be left after one more request, not what could be taken now.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: level(0)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0

    def _ahead_after(self, now, cost):
        return max(0, self.tat - now * self.limit) + cost * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        ahead = self._ahead_after(now, cost)
        over = ahead - self.burst * self.period
        if over > 0:
            return -(-over // self.limit)
        self.tat = now * self.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        room = self.burst * self.period - self._ahead_after(now, 1)
        return Level(max(0, room // self.period), -(-self._ahead_after(now, 0) // self.limit))
