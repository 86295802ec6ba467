"""Wrong: level removes what has left at the tick it is asked about, so a look at the future forgets entries that still count now."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._quota = quota
        self._log: deque[tuple[int, int]] = deque()
        self._used = 0
        self._clock = 0

    def _prune(self, now: int) -> None:
        while self._log and self._log[0][0] + self._quota.period <= now:
            _, cost = self._log.popleft()
            self._used -= cost

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._quota.limit, self._quota.period
        if not 1 <= cost <= limit:
            raise ValueError("cost must be from 1 to the limit")
        self._clock = now = max(now, self._clock)
        self._prune(now)
        need = self._used + cost - limit
        if need <= 0:
            self._log.append((now, cost))
            self._used += cost
            return 0
        for tick, units in self._log:
            need -= units
            if need <= 0:
                break
        return tick + period - now

    def level(self, now: int) -> Level:
        self._prune(now)
        if not self._log:
            return Level(self._quota.limit, 0)
        return Level(self._quota.limit - self._used, self._log[-1][0] + self._quota.period - now)
