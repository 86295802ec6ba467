"""Variant of wrong/delay_behind_the_last_only: water as a debt in slices, with a note of the last grant."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.owed = 0
        self.as_of = 0
        self.last = (0, 0)

    def _left(self, owed: int, since: int, now: int) -> int:
        return max(0, owed - max(0, now - since) * self.q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.q.burst:
            raise ValueError("cost")
        self.owed = self._left(self.owed, self.as_of, now)
        self.as_of = max(self.as_of, now)
        excess = self.owed + (cost - self.q.burst) * self.q.period
        if excess > 0:
            return -(-excess // self.q.limit)
        self.owed += cost * self.q.period
        self.last = cost * self.q.period, self.as_of
        return 0

    def level(self, now: int) -> Level:
        owed = self._left(self.owed, self.as_of, now)
        return Level(self.q.burst + -owed // self.q.period, -(-owed // self.q.limit))

    def delay(self, now: int) -> int:
        return -(-self._left(*self.last, now) // self.q.limit)
