"""Variant of wrong/reset_when_oldest_leaves: dataclass entries, merged while the tick is the same."""

from collections import deque
from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass
class Batch:
    due: int
    units: int


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.batches: deque[Batch] = deque()
        self.held = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.quota.limit or cost < 1:
            raise ValueError(f"cost of {cost}")
        if now > self.clock:
            self.clock = now
        while self.batches and self.batches[0].due <= self.clock:
            self.held -= self.batches.popleft().units
        if self.held + cost > self.quota.limit:
            return self._due(self.held + cost - self.quota.limit) - self.clock
        due = self.clock + self.quota.period
        if self.batches and self.batches[-1].due == due:
            self.batches[-1].units += cost
        else:
            self.batches.append(Batch(due, cost))
        self.held += cost
        return 0

    def _due(self, units: int) -> int:
        for batch in self.batches:
            units -= batch.units
            if units <= 0:
                return batch.due
        return 0

    def level(self, now: int) -> Level:
        held = self.held
        for batch in self.batches:
            if batch.due > now:
                return Level(self.quota.limit - held, batch.due - now)
            held -= batch.units
        return Level(self.quota.limit, 0)
