"""Right: units are numbered for ever and a dict has the tick of each that counts; the n-th is granted if unit n - limit has left."""

from ratelimit import Level, Quota


class SlidingLog:
    """No totals: a take of units first..last is granted once unit `last - limit` is a period old, or was never there."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.tick_of: dict[int, int] = {}
        self.oldest = 1  # the number of the first unit in the dict
        self.newest = 0  # the number of the last
        self.clock = 0

    def _first_that_counts(self, now: int) -> int:
        number = self.oldest
        while number <= self.newest and self.tick_of[number] + self.period <= now:
            number += 1
        return number

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        if now < self.clock:  # late: the strict way
            return self.clock - now
        self.clock = now
        first = self._first_that_counts(now)
        while self.oldest < first:
            del self.tick_of[self.oldest]
            self.oldest += 1
        if not self.tick_of:
            self.tick_of = {}  # a dict keeps the room of its deleted keys
        last = self.newest + cost
        blocker = self.tick_of.get(last - self.limit)
        if blocker is not None:
            return blocker + self.period - now
        for number in range(self.newest + 1, last + 1):
            self.tick_of[number] = now
        self.newest = last
        return 0

    def level(self, now: int) -> Level:
        counting = self.newest + 1 - self._first_that_counts(now)
        if now < self.clock or not counting:
            return Level(self.limit - counting, 0)
        return Level(self.limit - counting, self.tick_of[self.newest] + self.period - now)
