"""Wrong: a real queue with one departure time per unit; the numbers are right, but memory grows with the burst and a take with its cost; shows with a large burst."""

from collections import deque
from math import ceil

from fractions import Fraction

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = Fraction(quota.period, quota.limit)
        self.queue: deque[Fraction] = deque()  # when each unit will have leaked
        self.clock = 0

    def _ahead(self, now: int) -> Fraction:
        if not self.queue:
            return Fraction(0)
        return max(Fraction(0), self.queue[-1] - max(now, self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be at least 1 and at most {self.burst}")
        self.clock = max(now, self.clock)
        while self.queue and self.queue[0] <= self.clock:
            self.queue.popleft()
        ahead = self._ahead(self.clock)
        too_long = ahead + (cost - self.burst) * self.interval
        if too_long > 0:
            return ceil(too_long)
        due = self.clock + ahead
        for _ in range(cost):
            due += self.interval
            self.queue.append(due)
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(self.burst - ceil(ahead / self.interval), ceil(ahead))

    def delay(self, now: int) -> int:
        return ceil(self._ahead(now))
