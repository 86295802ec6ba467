"""Right: keeps when each grant ends and the total ever granted by then; what counts is a difference of two totals."""

from collections import deque
from typing import NamedTuple

from ratelimit import Level, Quota


class Entry(NamedTuple):
    ends: int
    total: int  # units ever granted, this grant included


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be limit")
        self.limit, self.period = quota.limit, quota.period
        self.entries: deque[Entry] = deque()
        self.granted = 0  # ever
        self.gone = 0  # of these
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError("cost must be in 1..limit")
        late = now < self.clock
        if not late:
            self.clock = now
            while self.entries and self.entries[0].ends <= now:
                self.gone = self.entries.popleft().total
        granted = self.granted + cost
        if granted - self.gone <= self.limit:
            self.granted = granted
            self.entries.append(Entry(self.clock + self.period, granted))
            return 0
        if late:
            return 1
        return next(e.ends for e in self.entries if granted - e.total <= self.limit) - now

    def level(self, now: int) -> Level:
        gone = self.gone
        for entry in self.entries:
            if entry.ends > now:
                return Level(self.limit - (self.granted - gone), self.entries[-1].ends - now)
            gone = entry.total
        return Level(self.limit, 0)
