"""It computes the wait as `-now % period`, which is 0 on the first tick of a full window."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs")
        self._l, self._p = quota.limit, quota.period
        self._w = self._n = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._l:
            raise ValueError("cost")
        if now // self._p > self._w:
            self._w, self._n = now // self._p, 0
        if self._n + cost > self._l:
            return -now % self._p
        self._n += cost
        return 0

    def level(self, now: int) -> Level:
        if not self._n or now // self._p > self._w:
            return Level(self._l, 0)
        return Level(self._l - self._n, self._p - now % self._p)
