"""Wrong: remaining is never compared with 0; just after a grant, a level at an earlier now is below zero."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.q.burst:
            raise ValueError("cost")
        x = max(self.tat, now * self.q.limit) + cost * self.q.period
        wait = x - now * self.q.limit - self.q.burst * self.q.period
        if wait <= 0:
            self.tat = x
            return 0
        return -(-wait // self.q.limit)

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now * self.q.limit, 0)
        remaining = (self.q.burst * self.q.period - ahead) // self.q.period
        return Level(remaining, -(-ahead // self.q.limit))
