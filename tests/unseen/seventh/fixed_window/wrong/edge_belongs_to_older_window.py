"""Wrong: rolls over when now is past the end, not at it, so the tick at which two windows meet still counts in the older one."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self._limit = quota.limit
        self._period = quota.period
        self._end = quota.period
        self._count = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._limit:
            raise ValueError(f"cannot take {cost}")
        if now > self._end:
            self._end = (now // self._period + 1) * self._period
            self._count = 0
        if self._count + cost <= self._limit:
            self._count += cost
            return 0
        return max(1, self._end - now)

    def level(self, now: int) -> Level:
        if now > self._end or not self._count:
            return Level(self._limit, 0)
        return Level(self._limit - self._count, self._end - now)
