"""Wrong: stores the next departure rounded up to a whole tick, so every take adds part of a tick; shows after takes whose time is no whole number of ticks."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.next_departure = 0
        self.clock = 0

    def _ticks(self, units: int) -> int:
        return -(-units * self.period // self.limit)

    def delay(self, now: int) -> int:
        return max(0, self.next_departure - max(now, self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be within [1, {self.burst}], got {cost}")
        self.clock = max(now, self.clock)
        ahead = self.delay(now)
        longest = (self.burst - cost) * self.period // self.limit
        if ahead > longest:
            return ahead - longest
        self.next_departure = self.clock + ahead + self._ticks(cost)
        return 0

    def level(self, now: int) -> Level:
        ahead = self.delay(now)
        return Level(max(0, (self.burst * self.period - ahead * self.limit) // self.period), ahead)
