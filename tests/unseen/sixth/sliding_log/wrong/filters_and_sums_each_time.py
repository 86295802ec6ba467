"""Wrong: each call copies the part of the log that counts and sums it: right answers, but it visits every entry."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota = quota
        self.grants = []
        self.clock = 0

    def _counting(self, now):
        return [(time, cost) for time, cost in self.grants if time > now - self.quota.period]

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("cost")
        now = self.clock = max(now, self.clock)
        self.grants = self._counting(now)
        room = self.quota.limit - sum(units for _, units in self.grants)
        if cost <= room:
            self.grants.append((now, cost))
            return 0
        for time, units in self.grants:
            room += units
            if room >= cost:
                return time + self.quota.period - now

    def level(self, now: int) -> Level:
        grants = self._counting(now)
        used = sum(cost for _, cost in grants)
        return Level(max(0, self.quota.limit - used), grants[-1][0] + self.quota.period - now if grants else 0)
