"""Writes the times down as floats, which at today's dates are hundreds of nanoseconds off.

Breaks: law 9 (answers are those of exact arithmetic, at any date)
Level: exact
Shows: 3/1000: take(1767225600123456789, 3) take(1767225600123456790)
Expected: take(1767225600123456790) answers 999; yours: 978
Shipped: not known
"""

from collections import deque
from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass
class Hit:
    timestamp: float
    weight: int = 1


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("Burst is not supported by this algorithm")
        self.max_units = quota.limit
        self.window = quota.period
        self.hits: deque[Hit] = deque()
        self.in_window = 0
        self.latest = 0

    def _expired(self, hit: Hit, now: int) -> bool:
        return int(hit.timestamp) + self.window <= now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max_units:
            raise ValueError(f"Cost must be between 1 and {self.max_units}")
        now = self.latest = max(now, self.latest)
        while self.hits and self._expired(self.hits[0], now):
            self.in_window -= self.hits.popleft().weight
        if self.in_window + cost <= self.max_units:
            self.hits.append(Hit(float(now), cost))
            self.in_window += cost
            return 0
        surplus = self.in_window + cost - self.max_units
        for hit in self.hits:
            surplus -= hit.weight
            if surplus <= 0:
                return int(hit.timestamp) + self.window - now
        return self.window

    def level(self, now: int) -> Level:
        in_window = self.in_window
        for hit in self.hits:
            if not self._expired(hit, now):
                newest = int(self.hits[-1].timestamp)
                return Level(self.max_units - in_window, max(0, newest + self.window - now))
            in_window -= hit.weight
        return Level(self.max_units, 0)
