"""Wrong: appends every decision to a list for the logs; the numbers are right, but what it keeps grows with the number of calls; shows in the bytes after thousands of takes."""

from dataclasses import dataclass
from typing import NamedTuple

from ratelimit import Level, Quota


class Entry(NamedTuple):
    now: int
    cost: int
    wait: int


@dataclass
class Gauge:
    drops: int = 0
    clock: int = 0


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.gauge = Gauge()
        self.history: list[Entry] = []

    def _drops(self, now: int) -> int:
        return max(0, self.gauge.drops - self.quota.limit * max(0, now - self.gauge.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"no bucket of {self.quota.burst} takes {cost}")
        drops = self._drops(now)
        over = drops + (cost - self.quota.burst) * self.quota.period
        wait = -(-over // self.quota.limit) if over > 0 else 0
        self.gauge = Gauge(drops if wait else drops + cost * self.quota.period, max(now, self.gauge.clock))
        self.history.append(Entry(now, cost, wait))
        return wait

    def level(self, now: int) -> Level:
        room = self.quota.burst * self.quota.period - self._drops(now)
        return Level(room // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._drops(now) // self.quota.limit)
