"""Keeps, in a deque, a running total for each tick that had a grant, so that what counts is a difference of two totals."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} is not limit {quota.limit}")
        self._limit, self._period = quota.limit, quota.period
        self._marks: deque[tuple[int, int]] = deque()  # (when it leaves, total up to and with it)
        self._left = 0  # total that has left
        self._total = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("this cost is never granted")
        self._clock = max(self._clock, now)
        while self._marks and self._marks[0][0] <= self._clock:
            self._left = self._marks.popleft()[1]
        goal = self._total + cost - self._limit  # so much must have left
        if goal <= self._left:
            self._total += cost
            leaves = self._clock + self._period
            if self._marks and self._marks[-1][0] == leaves:
                self._marks.pop()
            self._marks.append((leaves, self._total))
            return 0
        return next(leaves for leaves, total in self._marks if total >= goal) - self._clock

    def level(self, now: int) -> Level:
        left = self._left
        for leaves, total in self._marks:
            if leaves > now:
                break
            left = total
        used = self._total - left
        return Level(self._limit - used, max(0, self._marks[-1][0] - now) if used else 0)
