"""Refuses every request that is older than the newest one and tells it how far behind it is."""

from collections import deque
from typing import NamedTuple

from ratelimit import Level, Quota


class Entry(NamedTuple):
    time: int
    before: int  # units granted ahead of this one, ever
    cost: int


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must equal limit, got {quota.burst} and {quota.limit}")
        self.quota = quota
        self.newest = 0
        self.entries: deque[Entry] = deque()

    def _start(self, horizon: int) -> int:
        """Units granted before the first entry that is later than the horizon."""
        for entry in self.entries:
            if entry.time > horizon:
                return entry.before
        return self._granted()

    def _granted(self) -> int:
        return self.entries[-1].before + self.entries[-1].cost if self.entries else 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} out of bounds, at most {self.quota.limit}")
        if now < self.newest:
            return self.newest - now
        self.newest = now
        horizon = now - self.quota.period
        while self.entries and self.entries[0].time <= horizon:
            self.entries.popleft()
        granted = self._granted()
        allowed = self._start(horizon) + self.quota.limit
        if granted + cost > allowed:
            must_leave = granted + cost - self.quota.limit
            last = next(entry for entry in self.entries if entry.before + entry.cost >= must_leave)
            return last.time - horizon
        self.entries.append(Entry(now, granted, cost))
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.newest)
        horizon = now - self.quota.period
        used = self._granted() - self._start(horizon)
        return Level(self.quota.limit - used, self.entries[-1].time - horizon if used else 0)
