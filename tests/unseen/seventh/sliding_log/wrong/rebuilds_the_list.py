"""Wrong: each call makes the list anew of the entries that still count, and sums it; the answers are right, but a call goes through the whole log."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.log: list[tuple[int, int]] = []
        self.clock = 0

    def _counting(self, now: int) -> list[tuple[int, int]]:
        return [(tick, cost) for tick, cost in self.log if tick > now - self.period]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(self.clock, now)
        self.log = self._counting(now)
        free = self.limit - sum(units for _, units in self.log)
        if cost <= free:
            self.log.append((now, cost))
            return 0
        for tick, units in self.log:
            free += units
            if cost <= free:
                return tick + self.period - now
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        log = self._counting(now)
        if not log:
            return Level(self.limit, 0)
        return Level(self.limit - sum(units for _, units in log), log[-1][0] + self.period - now)
