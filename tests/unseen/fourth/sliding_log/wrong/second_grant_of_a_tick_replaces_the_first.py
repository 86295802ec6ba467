"""It stores a grant under its tick, so a second grant of the same tick replaces the first, whose units never leave."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.granted = {}  # tick: units, in the order of time
        self.used = self.newest = self.clock = 0

    def _gone(self, now):
        gone = []
        for tick in self.granted:
            if tick + self.period > now:
                break
            gone.append(tick)
        return gone

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        self.clock = now = max(now, self.clock)
        for tick in self._gone(now):
            self.used -= self.granted.pop(tick)
        if self.used + cost <= self.limit:
            self.granted[now] = cost
            self.used += cost
            self.newest = now
            return 0
        excess = self.used + cost - self.limit
        for tick, units in self.granted.items():
            excess -= units
            if excess <= 0:
                break
        else:
            tick = self.newest
        return max(1, tick + self.period - now)

    def level(self, now: int) -> Level:
        used = self.used - sum(self.granted[tick] for tick in self._gone(now))
        return Level(self.limit - used, max(0, self.newest + self.period - now) if used else 0)
