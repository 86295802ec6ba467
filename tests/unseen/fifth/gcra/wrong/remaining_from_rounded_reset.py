"""Wrong: `remaining` is worked out from `reset_after`, which is rounded up already."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._q = quota
        self._tat = 0

    def _ahead(self, now: int) -> int:
        return max(0, self._tat - now * self._q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        q = self._q
        if cost < 1 or cost > q.burst:
            raise ValueError("cost out of range")
        ahead = self._ahead(now) + cost * q.period
        excess = ahead - q.burst * q.period
        if excess > 0:
            return -(-excess // q.limit)
        self._tat = now * q.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        q = self._q
        ahead = self._ahead(now)
        reset_after = -(-ahead // q.limit)
        remaining = (q.burst * q.period - reset_after * q.limit) // q.period
        return Level(max(0, remaining), reset_after)
