"""It keeps its count in a cached record for the quota, so that two clients with equal quotas share one count."""

from functools import lru_cache

from ratelimit import Level, Quota


class Record:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.used = 0, 0


@lru_cache(maxsize=1024)
def record(quota):
    return Record(quota)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        self._r = record(quota)

    def take(self, now: int, cost: int = 1) -> int:
        r = self._r
        if not 1 <= cost <= r.limit:
            raise ValueError(cost)
        w, e = divmod(now, r.period)
        if w > r.window:
            r.window, r.used = w, 0
        if r.used + cost > r.limit:
            return r.period - e
        r.used += cost
        return 0

    def level(self, now: int) -> Level:
        r = self._r
        w, e = divmod(now, r.period)
        used = r.used if w <= r.window else 0
        return Level(r.limit - used, r.period - e if used else 0)
