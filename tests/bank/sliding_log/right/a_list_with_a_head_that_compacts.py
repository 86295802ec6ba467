"""Reads a plain list from a head index, and cuts the dead part off when it outgrows the live one."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst of its own")
        self.quota = quota
        self.log, self.head = [], 0
        self.used = self.clock = 0

    def _live(self):
        for i in range(self.head, len(self.log)):
            yield self.log[i]

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 0 < cost <= limit:
            raise ValueError(f"{cost} units never fit")
        self.clock = now = max(self.clock, now)
        for time, units in self._live():
            if time + period > now:
                break
            self.head += 1
            self.used -= units
        if self.head * 2 > len(self.log):
            del self.log[: self.head]
            self.head = 0
        if self.used + cost <= limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        need = self.used + cost - limit
        for time, units in self._live():
            need -= units
            if need <= 0:
                return time + period - now
        raise AssertionError

    def level(self, now: int) -> Level:
        limit, period = self.quota.limit, self.quota.period
        used = self.used
        for time, units in self._live():
            if time + period > now:
                break
            used -= units
        return Level(limit - used, max(0, self.log[-1][0] + period - now) if used else 0)
