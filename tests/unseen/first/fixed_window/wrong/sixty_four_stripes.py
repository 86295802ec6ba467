"""The state lives in one of 64 stripes of the class, dealt out in turn: the 65th meter takes over the stripe of the first.

Source: (c) lock striping, as in Java's ConcurrentHashMap or Guava's Striped.
Witness:
    meters = [FixedWindow(Quota(3, 10)) for _ in range(65)]
    meters[0].take(4, 3); meters[64].take(4) -> 6, right: 0
"""

from itertools import count

from ratelimit import Level, Quota


class FixedWindow:
    _stripes = [[0, 0] for _ in range(64)]
    _turn = count()

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.cell = self._stripes[next(self._turn) % len(self._stripes)]
        self.cell[:] = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        cell = self.cell
        window = now // self.period
        if window > cell[0]:
            cell[:] = window, 0
        if cell[1] + cost > self.limit:
            return (cell[0] + 1) * self.period - now
        cell[1] += cost
        return 0

    def level(self, now: int) -> Level:
        window, used = self.cell
        if now // self.period > window or not used:
            return Level(self.limit, 0)
        return Level(self.limit - used, (window + 1) * self.period - now)
