"""The textbook log: one time for every single unit, so the count is a length."""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._units = deque()

    def take(self, now, cost=1):
        if not 1 <= cost <= self._limit:
            raise ValueError(f"impossible cost {cost}")
        now = self._clock = max(now, self._clock)
        while self._units and self._units[0] <= now - self._period:
            self._units.popleft()
        missing = len(self._units) + cost - self._limit
        if missing > 0:
            # At most cost units from the left end, so this is near the end that is cheap to index.
            return self._units[missing - 1] + self._period - now
        self._units.extend([now] * cost)
        return 0

    def level(self, now):
        now = max(now, self._clock)
        gone = 0
        for time in self._units:
            if time > now - self._period:
                return Level(self._limit - len(self._units) + gone, self._units[-1] + self._period - now)
            gone += 1
        return Level(self._limit, 0)
