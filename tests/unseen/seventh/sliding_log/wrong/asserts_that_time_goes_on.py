"""Wrong: an assertion that the log stays in order fails for a take below the last grant, so a clock that steps back makes a valid take raise (law 6)."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self._limit = quota.limit
        self._period = quota.period
        self._stamps: deque[int] = deque()  # one for each unit
        self._seen = 0

    def _check(self, now: int, cost: int) -> None:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost must be from 1 to the limit")
        assert not self._stamps or self._stamps[-1] <= now, "the log must stay in order"

    def take(self, now: int, cost: int = 1) -> int:
        self._check(now, cost)
        self._seen = now = max(now, self._seen)
        while self._stamps and now - self._stamps[0] >= self._period:
            self._stamps.popleft()
        short = len(self._stamps) + cost - self._limit
        if short > 0:
            return self._stamps[short - 1] + self._period - now
        for _ in range(cost):
            self._stamps.append(now)
        return 0

    def level(self, now: int) -> Level:
        gone = 0
        for stamp in self._stamps:
            if now - stamp < self._period:
                break
            gone += 1
        if gone == len(self._stamps):
            return Level(self._limit, 0)
        return Level(self._limit - len(self._stamps) + gone, self._stamps[-1] + self._period - now)
