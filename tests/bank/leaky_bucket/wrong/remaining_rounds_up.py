"""Takes the water rounded down from the burst, so `remaining` counts a unit that doesn't quite fit yet.

Breaks: law 8 (`level` and `delay` only look)
Level: level
Same as: remaining_rounded_up
Shows: 1/10 burst 1: take(0) level(5)
Expected: Level(0, 5); yours: Level(1, 5)
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        # The tick, times limit, at which the last drop will have left.
        self.dry_at = 0
        self.clock = 0

    def _backlog(self, now: int) -> int:
        return max(0, self.dry_at - max(now, self.clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost has to be at least 1 and at most {self.burst}")
        self.clock = max(self.clock, now)
        backlog = self._backlog(now) + cost * self.period
        excess = backlog - self.burst * self.period
        if excess > 0:
            return -(-excess // self.limit)
        self.dry_at = self.clock * self.limit + backlog
        return 0

    def level(self, now: int) -> Level:
        backlog = self._backlog(now)
        return Level(self.burst - backlog // self.period, -(-backlog // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._backlog(now) // self.limit)
