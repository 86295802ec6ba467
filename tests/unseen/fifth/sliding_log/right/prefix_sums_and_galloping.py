"""Right: two plain lists with a head index, running sums, and a galloping search from the old end."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from ratelimit import Level, Quota


def gallop(search: Callable[..., int], items: list[int], wanted: int, start: int) -> int:
    """Like search(items, wanted, start), in time that goes with the distance from start only."""
    step = 1
    low = start
    high = start + step
    while high < len(items) and search(items, wanted, high - 1, high) == high:
        low = high
        step *= 2
        high += step
    return search(items, wanted, low, min(high, len(items)))


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst is not the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.ticks: list[int] = []
        self.sums: list[int] = []  # of all units up to and with this entry
        self.head = 0
        self.gone = 0  # the sum of all units that have left
        self.total = 0  # the sum of all units ever granted

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self.limit:
            raise ValueError("cost must be at most the limit")
        self.clock = at = max(now, self.clock)
        self._expire(at)
        excess = self.total + cost - self.gone - self.limit
        if excess > 0:
            last = gallop(bisect_left, self.sums, self.gone + excess, self.head)
            return self.ticks[last] + self.period - now
        self.total += cost
        self.ticks.append(at)
        self.sums.append(self.total)
        return 0

    def _expire(self, at: int) -> None:
        head = gallop(bisect_right, self.ticks, at - self.period, self.head)
        if head == self.head:
            return
        self.gone = self.sums[head - 1]
        self.head = head
        if 2 * head >= len(self.ticks):  # at least as many have left as stay and must be moved
            del self.ticks[:head]
            del self.sums[:head]
            self.head = 0

    def level(self, now: int) -> Level:
        head = gallop(bisect_right, self.ticks, now - self.period, self.head)
        if head == len(self.ticks):
            return Level(self.limit, 0)
        gone = self.gone if head == self.head else self.sums[head - 1]
        return Level(self.limit - (self.total - gone), self.ticks[-1] + self.period - now)
