"""Variant of wrong/error_moves_clock: a deque of running totals, and the total that has left."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    """What counts is all that was ever granted less all that has ever left."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst for a log")
        self.n, self.p = quota.limit, quota.period
        self.marks: deque[tuple[int, int]] = deque()
        self.granted = self.left = self.clock = 0

    def _let_go(self, now: int) -> None:
        while self.marks and self.marks[0][0] <= now:
            self.left = self.marks.popleft()[1]

    def take(self, now: int, cost: int = 1) -> int:
        self._let_go(now)
        if not 1 <= cost <= self.n:
            raise ValueError("bad cost")
        self.clock = now = max(self.clock, now)
        self._let_go(now)
        if self.granted + cost - self.left <= self.n:
            self.granted += cost
            self.marks.append((now + self.p, self.granted))
            return 0
        goal = self.granted + cost - self.n
        return next(tick for tick, total in self.marks if total >= goal) - now

    def level(self, now: int) -> Level:
        left = self.left
        for tick, total in self.marks:
            if tick > now:
                return Level(self.n - self.granted + left, self.marks[-1][0] - now)
            left = total
        return Level(self.n, 0)
