"""Wrong: the deque gets the limit for its maxlen, and a maxlen above sys.maxsize is an OverflowError."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    """One entry per unit. The maxlen is a second lock on the door: the log can never hold more than the limit."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._log: deque[int] = deque(maxlen=quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = max(self._clock, now)
        while self._log and self._log[0] <= self._clock - self._period:
            self._log.popleft()
        excess = len(self._log) + cost - self._limit
        if excess > 0:
            return self._log[excess - 1] + self._period - now
        for _ in range(cost):
            self._log.append(self._clock)
        return 0

    def level(self, now: int) -> Level:
        counting = len(self._log)
        for tick in self._log:
            if tick > now - self._period:
                return Level(self._limit - counting, self._log[-1] + self._period - now)
            counting -= 1
        return Level(self._limit, 0)
