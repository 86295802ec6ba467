"""One dense class: both sides multiplied by the period, waits in closed form."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.before = self.current = 0

    def _counts(self, now):
        ahead = now // self.period - self.clock // self.period
        return (
            ((self.before, self.current), (self.current, 0), (0, 0))[min(ahead, 2)]
            if ahead > 0
            else (self.before, self.current)
        )

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost {cost}")
        now = max(now, self.clock)
        self.before, self.current = p, q = self._counts(now)
        self.clock = now
        P = self.period
        e = now % P
        room = self.limit - q - cost
        if p * (P - e) <= room * P:
            self.current += cost
            return 0
        if room > 0 and room * P // p > 0:
            return P - room * P // p - e
        if room >= 0:
            return P - e
        return P - e + P - (self.limit - cost) * P // q

    def level(self, now: int) -> Level:
        p, q = self._counts(now)
        left = self.period - now % self.period
        room = ((self.limit - q) * self.period - p * left) // self.period
        return Level(max(0, room), left + self.period if q else left if p else 0)
