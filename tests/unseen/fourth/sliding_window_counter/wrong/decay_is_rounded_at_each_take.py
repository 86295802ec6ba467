"""It takes off what has sunk of the window before at each take, in whole units, and loses the fraction each time."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.before = 0  # units of the window before, for the slope
        self.current = 0
        self.scaled = 0  # what still counts of them, times the period

    def _at(self, now):
        ahead = now // self.period - self.clock // self.period
        if ahead > 0:
            before = self.current if ahead == 1 else 0
            return before, 0, before * (self.period - now % self.period)
        sunk = self.before * max(0, now - self.clock)
        return self.before, self.current, self.scaled - sunk

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        now = max(now, self.clock)
        p, q, s = self._at(now)
        if now // self.period == self.clock // self.period and s % self.period:
            s += self.period - s % self.period  # whole units
        self.clock, self.before, self.current, self.scaled = now, p, q, s
        P, rest = self.period, self.period - now % self.period
        spare = (self.limit - q - cost) * P
        if s <= spare:
            self.current += cost
            return 0
        if q + cost <= self.limit:
            return min(rest, -((spare - s) // p))
        return rest + P - (self.limit - cost) * P // q

    def level(self, now: int) -> Level:
        p, q, s = self._at(now)
        rest = self.period - now % self.period
        room = self.limit - q - -(-max(0, s) // self.period)
        return Level(max(0, room), rest + self.period if q else rest if p else 0)
