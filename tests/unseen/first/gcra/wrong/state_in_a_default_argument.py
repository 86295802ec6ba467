"""The one-element list that holds TAT is a default argument, so all meters share it.

Source: (c) port: a pointer to the state handed in, with a default.
Witness:
    first, second = GCRA(Quota(3, 10)), GCRA(Quota(3, 10))
    assert first.take(0, 2) == 0
    assert second.level(0) == Level(3, 0)  # it answers Level(1, 7)
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota, cell: list[int] = [0]) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tau = quota.burst * quota.period
        self.cell = cell

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        t = now * self.limit
        x = max(self.cell[0], t) + cost * self.period
        if x - t <= self.tau:
            self.cell[0] = x
            return 0
        return -(-(x - t - self.tau) // self.limit)

    def level(self, now: int) -> Level:
        t = now * self.limit
        ahead = max(self.cell[0], t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
