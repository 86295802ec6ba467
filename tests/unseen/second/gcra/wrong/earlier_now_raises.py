"""A take below the clock raises ValueError instead of being refused or granted.

Source: (a) the brief: never raise for an earlier now.
Witness: 1/1: take(1) take(0) -> ValueError, right: an int of at least 1
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.tat = None
        self.seen = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.q.limit, self.q.period, self.q.burst
        if not 1 <= cost <= burst:
            raise ValueError("cost must be between 1 and the burst")
        if now < self.seen:
            raise ValueError("time went back")
        self.seen = now
        t = now * limit
        tat = self.tat
        if tat is None or tat < t:
            tat = t
        tau = (burst - cost) * period
        earliest = tat - tau
        if t < earliest:
            return (earliest - t + limit - 1) // limit
        self.tat = tat + cost * period
        return 0

    def level(self, now: int) -> Level:
        limit, period, burst = self.q.limit, self.q.period, self.q.burst
        if self.tat is None:
            return Level(burst, 0)
        ahead = self.tat - now * limit
        if ahead <= 0:
            return Level(burst, 0)
        reset = (ahead + limit - 1) // limit
        free = burst * period - ahead
        return Level(free // period if free > 0 else 0, reset)
