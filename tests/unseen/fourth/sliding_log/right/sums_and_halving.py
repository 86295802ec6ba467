"""Numbered entries in a dict, each with the sum of all units up to it; everything is found by halving."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst of its own")
        self.quota = quota
        self.entries = {}  # number: (time, sum of units up to and with it)
        self.first, self.end = 0, 0  # numbers [first, end) are held
        self.gone, self.sum = 0, 0  # units before `first`; units of all
        self.clock = 0

    def _search(self, holds):
        """The first number from `first` on for which `holds(time, sum)`, or `end`."""
        lo, hi = self.first, self.end
        while lo < hi:
            mid = (lo + hi) // 2
            if holds(*self.entries[mid]):
                hi = mid
            else:
                lo = mid + 1
        return lo

    def _counting(self, now):
        i = self._search(lambda time, _: time > now - self.quota.period)
        before = self.gone if i == self.first else self.entries[i - 1][1]
        return i, self.sum - before

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(cost)
        self.clock = now = max(now, self.clock)
        alive, used = self._counting(now)
        while self.first < alive:
            self.gone = self.entries.pop(self.first)[1]
            self.first += 1
        if used + cost <= limit:
            self.sum += cost
            self.entries[self.end] = now, self.sum
            self.end += 1
            return 0
        enough = self.sum + cost - limit
        return self.entries[self._search(lambda _, total: total >= enough)][0] + period - now

    def level(self, now: int) -> Level:
        alive, used = self._counting(now)
        if alive == self.end:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - used, self.entries[self.end - 1][0] + self.quota.period - now)
