"""Wrong: the wait is divided down, so an excess of less than a tick's leak gives a wait of 0 for a refusal.

Source: (b) scylladb/seastar pull request 1722: duration_for() underflows to zero for a small deficiency
Witness: 2/1 burst 49: take(0, 49) take(0) -> 0, right: 1
"""

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = ("burst", "empty", "limit", "period")

    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.empty = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost out of range")
        tick = now * self.limit
        done = max(self.empty, tick) + cost * self.period
        over = done - tick - self.burst * self.period
        if over > 0:
            ticks = over // self.limit
            return ticks + (over % self.limit != 0) if ticks else 0
        self.empty = done
        return 0

    def level(self, now: int) -> Level:
        water = max(0, self.empty - now * self.limit)
        return Level(max(0, self.burst * self.period - water) // self.period, self.delay(now))

    def delay(self, now: int) -> int:
        return (max(0, self.empty - now * self.limit) + self.limit - 1) // self.limit
