"""A strict window: every take below the clock is refused (law 6 allows it), and told to come at the clock's next window."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst and limit differ")
        self._limit, self._period = quota.limit, quota.period
        self._clock = 0
        self._spent = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self._limit:
            raise ValueError("cost is more than a window holds")
        if now < self._clock:
            return self._clock - now
        if now - self._clock >= self._period - self._clock % self._period:
            self._spent = 0
        self._clock = now
        if self._spent > self._limit - cost:
            return self._period - now % self._period
        self._spent += cost
        return 0

    def level(self, now: int) -> Level:
        if now < self._clock:
            return Level(0, self._period)
        spent = self._spent if now // self._period == self._clock // self._period else 0
        return Level(self._limit - spent, self._period - now % self._period if spent else 0)
