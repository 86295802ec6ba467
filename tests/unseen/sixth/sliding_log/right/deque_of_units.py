"""Right: one deque entry for each unit, as the brief allows; a take below the clock is refused until the clock."""

from collections import deque
from itertools import repeat

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("limit and burst differ")
        self._quota = quota
        self._times: deque[int] = deque()
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.limit:
            raise ValueError("cost")
        if now < self._clock:
            return self._clock - now
        self._clock = now
        times = self._times
        while times and times[0] + self._quota.period <= now:
            times.popleft()
        must_go = len(times) + cost - self._quota.limit
        if must_go > 0:  # at most cost, so the index is near the left end
            return times[must_go - 1] + self._quota.period - now
        times.extend(repeat(now, cost))
        return 0

    def level(self, now: int) -> Level:
        gone = 0
        for time in self._times:
            if time + self._quota.period > now:
                break
            gone += 1
        count = len(self._times) - gone
        if count == 0:
            return Level(self._quota.limit, 0)
        return Level(self._quota.limit - count, max(0, self._times[-1] + self._quota.period - now))
