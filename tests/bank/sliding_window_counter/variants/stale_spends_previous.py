"""Variant of wrong/stale_spends_previous: two slots by parity, each with the number of its window."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.numbers = [0, -1]
        self.counts = [0, 0]
        self.newest = 0
        self.clock = 0

    def _count(self, number: int) -> int:
        return self.counts[number % 2] if self.numbers[number % 2] == number else 0

    def _add(self, number: int, cost: int) -> None:
        self.counts[number % 2] = self._count(number) + cost
        self.numbers[number % 2] = number

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        if now // self.period == self.newest - 1:
            if self._count(self.newest - 1) + cost <= self.limit:
                self._add(self.newest - 1, cost)
                return 0
            return self.newest * self.period - now
        self.clock = now = max(self.clock, now)
        self.newest, into = divmod(now, self.period)
        before, current = self._count(self.newest - 1), self._count(self.newest)
        room = (self.limit - current - cost) * self.period
        if before * (self.period - into) <= room:
            self._add(self.newest, cost)
            return 0
        if room >= 0:
            return self.period - into - room // before
        return 2 * self.period - into - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        number, into = divmod(now, self.period)
        before, current = self._count(number - 1), self._count(number)
        free = (self.limit - current) * self.period - before * (self.period - into)
        if current:
            return Level(max(0, free // self.period), 2 * self.period - into)
        return Level(free // self.period, self.period - into if before else 0)
