"""A take of the whole limit goes a shorter way that sets the count, but not the window that it belongs to."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.used = 0

    def _used(self, w):
        return self.used if w <= self.window else 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        w, e = divmod(now, self.period)
        if cost == self.limit:
            if self._used(w):
                return self.period - e
            self.used = cost
            return 0
        if w > self.window:
            self.window, self.used = w, 0
        if self.used + cost > self.limit:
            return self.period - e
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        w, e = divmod(now, self.period)
        used = self._used(w)
        return Level(self.limit - used, self.period - e if used else 0)
