"""Rounds the wait down, and a wait of less than a tick to 0, which says "granted".

Breaks: law 3 (the wait is exact)
Level: exact
Shows: 3/10: take(0, 3) take(3)
Expected: 1; yours: 0
Shipped: limits 5.8.0, sliding window counter: a refusal says that reset_time is now
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.per_tick, self.per_unit, self.burst = quota.limit, quota.period, quota.burst
        self.allow_at = -quota.burst * quota.period

    def _room(self, now):
        return min(now * self.per_tick - self.allow_at, self.burst * self.per_unit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        room = self._room(now) - cost * self.per_unit
        if room < 0:
            return -room // self.per_tick
        self.allow_at = now * self.per_tick - room
        return 0

    def level(self, now: int) -> Level:
        room = self._room(now)
        to_new = self.burst * self.per_unit - room
        return Level(max(0, room // self.per_unit), -(-to_new // self.per_tick))
