"""Variant of wrong/idle_grants_anything: asks first whether anything is ahead, with early returns."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.arrival = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost below one")
        mine = now * self.q.limit
        if self.arrival <= mine:
            self.arrival = mine + cost * self.q.period
            return 0
        if cost > self.q.burst:
            raise ValueError("cost above the burst")
        allowed = mine + (self.q.burst - cost) * self.q.period
        if self.arrival > allowed:
            return -((allowed - self.arrival) // self.q.limit)
        self.arrival += cost * self.q.period
        return 0

    def level(self, now: int) -> Level:
        ahead = self.arrival - now * self.q.limit
        if ahead <= 0:
            return Level(self.q.burst, 0)
        remaining = self.q.burst - -(-ahead // self.q.period)
        return Level(max(remaining, 0), -(-ahead // self.q.limit))
